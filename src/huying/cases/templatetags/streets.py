"""The table of streets on the desk of the county: a hundred cells, written out without a template for each."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huying.cases.queries import AreaFigures
from huying.cases.states import S

register = template.Library()
PLAIN = '<td class="tabular" data-label="{}">{}</td>'
LINKED = '<td class="tabular" data-label="{}"><a href="{}">{}</a></td>'


@register.simple_tag
def street_rows(figures: list[AreaFigures], since_day: str) -> SafeString:
    """A row for each area; each number leads to the cases behind it where a search says the same."""
    columns = list(_columns(since_day))
    find = reverse("cases:search")
    heads = "".join(f'<th scope="col">{escape(label)}</th>' for _name, label, _asked in columns)
    head = f'<thead><tr><th scope="col">{escape(_("区域"))}</th>{heads}</tr></thead>'
    rows = format_html_join(
        "", '<tr class="row-figures"><th scope="row">{}</th>{}</tr>',
        ((one.area.name, _cells(one, columns, find)) for one in figures),
    )  # fmt: skip
    return SafeString(f"{head}\n<tbody>{rows}</tbody>")


def _columns(since_day: str) -> Iterator[tuple[str, str, dict[str, str] | None]]:
    yield "open", _("在办"), {"state": "open"}
    yield "late", _("超期"), {"state": "open", "light": "red"}
    yield "soon", _("快到期"), {"state": "open", "light": "yellow"}
    yield "escalated", _("会商"), {"state": S.ESCALATED.value}
    yield "suspended", _("暂缓"), {"state": S.SUSPENDED.value}
    yield "supervised", _("督办"), None
    yield "open_matters", _("挂账"), {"state": S.OPEN_MATTER.value}
    yield "came", _("7 天来件"), {"since": since_day}
    yield "ended", _("7 天办结"), None


def _cells(one: AreaFigures, columns: list[tuple[str, str, dict[str, str] | None]], find: str) -> SafeString:
    made = []
    for name, label, asked in columns:
        number = getattr(one, name)
        if asked is None:
            made.append(PLAIN.format(escape(label), number))
        else:
            href = f"{find}?{urlencode({'area_id': one.area.id, **asked})}"
            made.append(LINKED.format(escape(label), escape(href), number))
    return SafeString("".join(made))
