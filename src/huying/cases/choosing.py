"""What lists are narrowed by, as options of a select: hundreds of lines that change seldom are drawn once and kept."""

from datetime import date

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huying.duties.public import CATEGORIES_KEPT, leaf_choices
from huying.kernel.kept import Kept
from huying.territory.public import AREAS_KEPT, area_choices, home_path

_categories: Kept[tuple[str, date], SafeString] = Kept(CATEGORIES_KEPT)
_areas: Kept[tuple[str, str], SafeString] = Kept(AREAS_KEPT)


def category_options(*, on: date, chosen: str = "") -> SafeString:
    """Every entry below the first level, grouped by it."""
    return _marked(_categories.one((get_language() or "", on), lambda: _category_lines(on)), chosen)


def _category_lines(on: date) -> SafeString:
    return format_html_join("", "{}", ((_group(name, lines),) for name, lines in leaf_choices(on=on)))


def area_options(*, chosen: str = "") -> SafeString:
    """Every street, whole or by community."""
    return _marked(_areas.one((get_language() or "", home_path()), _area_lines), chosen)


def _area_lines() -> SafeString:
    groups = [
        (name, [(str(pk), _("%(name)s（全部）") % {"name": name}), *((str(one), word) for one, word in inside)])
        for pk, name, inside in area_choices()
    ]
    return format_html_join("", "{}", ((_group(name, lines),) for name, lines in groups))


def _group(name: str, lines: list[tuple[str, str]]) -> SafeString:
    inside = format_html_join("", '<option value="{}">{}</option>', lines)
    return format_html('<optgroup label="{}">{}</optgroup>', name, inside)


def _marked(lines: SafeString, chosen: str) -> SafeString:
    """The same with what was chosen selected; both are escaped alike, so nothing else can match."""
    if not chosen:
        return lines
    value = f'<option value="{escape(chosen)}"'
    return SafeString(lines.replace(f"{value}>", f"{value} selected>", 1))
