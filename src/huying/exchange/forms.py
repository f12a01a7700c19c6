"""What administrators type about other systems."""

import re
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.duties.public import leaf_choices
from huying.exchange.files.mapping import CRS, FIELDS, WORDS_OF, Mapping
from huying.exchange.lexicon import fact_word
from huying.exchange.models import CategoryWord
from huying.exchange.queries import hook_codes, sources_with_categories
from huying.kernel.forms import reason_field

PAIR = re.compile(r"\s*(.+?)\s*[=＝]\s*(\S+)\s*")
ENCODING_CHOICES = [("", _("自动识别")), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")]


class SourceForm(forms.Form):
    """Which column means what, and which of their words is which of ours."""

    code = forms.SlugField(label=_("来源代码"), max_length=40, help_text=_("字母、数字和横线，例如 12345。"))
    name = forms.CharField(label=_("来源名称"), max_length=60)
    formats = forms.CharField(label=_("时间写法"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
                              help_text=_("每行一种，例如 %Y-%m-%d %H:%M:%S；从上到下试。"))  # fmt: skip
    zone = forms.CharField(label=_("时区"), max_length=40, initial="Asia/Shanghai")
    encoding = forms.ChoiceField(label=_("编码"), choices=ENCODING_CHOICES, required=False)
    crs = forms.ChoiceField(label=_("坐标系"), choices=[(one, one) for one in CRS])
    live_days = forms.IntegerField(label=_("多少天内的在办件要转来办"), min_value=0, max_value=365,
                                   help_text=_("0 表示在办件只报告、不转入。"))  # fmt: skip
    category_scheme = forms.ChoiceField(
        label=_("类别按什么认"), required=False, choices=[("", _("名称或代码")), ("city", _("城管大类小类"))]
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, label in FIELDS.items():
            help_text = _("没有这一列时，在下面写缺省。") if name == "category" else ""
            self.fields[f"column_{name}"] = forms.CharField(
                label=label, required=name in ("number", "filed_at"), max_length=200, help_text=help_text,
                error_messages={"required": _("请写这一项在文件里的列名。")},
            )  # fmt: skip
            if name in WORDS_OF:
                self.fields[f"values_{name}"] = forms.CharField(
                    label=_("%(field)s对照") % {"field": label},
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 3}),
                )
                self.fields[f"usual_{name}"] = forms.CharField(
                    label=_("%(field)s缺省") % {"field": label}, required=False, max_length=40
                )
        self.fields["reason"] = reason_field()

    def mapping(self) -> Mapping:
        given = self.cleaned_data
        columns = {name: _several(given[f"column_{name}"]) for name in FIELDS if given[f"column_{name}"].strip()}
        values = {name: _pairs(given[f"values_{name}"]) for name in WORDS_OF if given[f"values_{name}"].strip()}
        usual = {name: given[f"usual_{name}"].strip() for name in WORDS_OF if given[f"usual_{name}"].strip()}
        formats: tuple[str, ...] = tuple(line.strip() for line in given["formats"].splitlines() if line.strip())
        rest: dict[str, Any] = {
            name: given[name] for name in ("zone", "encoding", "crs", "live_days", "category_scheme")
        }
        rest |= {"formats": formats} if formats else {}
        return Mapping(columns=columns, values=values, usual=usual, **rest)

    def column_fields(self) -> list[Any]:
        return [self[f"column_{name}"] for name in FIELDS]

    def word_fields(self) -> list[Any]:
        return [(self[f"values_{name}"], self[f"usual_{name}"]) for name in WORDS_OF]


def typed(mapping: Mapping) -> dict[str, Any]:
    """A mapping as the form shows it."""
    told = {f"column_{name}": " + ".join(heads) for name, heads in mapping.columns.items()}
    told |= {
        f"values_{name}": "\n".join(f"{a} = {b}" for a, b in table.items()) for name, table in mapping.values.items()
    }
    told |= {f"usual_{name}": code for name, code in mapping.usual.items()}
    rest = {name: getattr(mapping, name) for name in ("zone", "encoding", "crs", "live_days", "category_scheme")}
    return told | rest | {"formats": "\n".join(mapping.formats)}


def _several(text: str) -> list[str]:
    """Several columns are joined: 大类 + 小类."""
    return [part.strip() for part in re.split(r"[+＋]", text) if part.strip()]


def _pairs(text: str) -> dict[str, str]:
    return {found[1]: found[2] for line in text.splitlines() if (found := PAIR.fullmatch(line))}


class CategoriesForm(forms.Form):
    """Which of their kinds of matter is which of ours: a row for each word of the page, and one more."""

    new_word = forms.CharField(label=_("对方的类别"), required=False, max_length=80)

    def __init__(self, *args: Any, words: list[CategoryWord], on: date, **named: Any) -> None:
        super().__init__(*args, **named)
        self.words = words
        leaves = leaf_choices(on=on)
        known = {"", *(code for _group, lines in leaves for code, _name in lines)}
        choices = [("", _("还没有定")), *leaves]
        self.fields["new_code"] = forms.ChoiceField(label=_("这里的类别"), required=False, choices=choices)
        for one in words:
            label = _("“%(word)s”是这里的") % {"word": one.word}
            kept = [] if one.code in known else [(one.code, _("%(code)s（已停用）") % {"code": one.code})]
            self.fields[f"code_{one.pk}"] = forms.ChoiceField(
                label=label, required=False, choices=[*choices, *kept], initial=one.code
            )
            self.fields[f"out_{one.pk}"] = forms.BooleanField(
                label=_("往外给时也用这个词"), required=False, initial=one.outward
            )
        self.fields["reason"] = reason_field()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("new_word")) != bool(given.get("new_code")):
            self.add_error("new_word", _("对方的类别和这里的类别要一起写。"))
        return given

    def rows(self) -> list[Any]:
        return [(one, self[f"code_{one.pk}"], self[f"out_{one.pk}"]) for one in self.words]

    def chosen(self) -> dict[str, str]:
        """Their word → our code."""
        given = self.cleaned_data
        found = {one.word: given[f"code_{one.pk}"] for one in self.words}
        return found | ({given["new_word"].strip(): given["new_code"]} if given["new_word"].strip() else {})

    def outward(self) -> list[str]:
        """Those newly ticked."""
        return [one.word for one in self.words if self.cleaned_data[f"out_{one.pk}"] and not one.outward]


class UploadForm(forms.Form):
    """A file of this source."""

    file = forms.FileField(
        label=pgettext_lazy("one file", "文件"),
        help_text=_("xlsx，或 UTF-8、GB18030 的 csv（可以压缩成 gz），不超过 40 MB。"),
    )
    dry = forms.BooleanField(label=_("只试算，不写入"), required=False, initial=True)
    reason = reason_field()


class DecideForm(forms.Form):
    """Whether a row is a case that is here already."""

    same = forms.ChoiceField(
        label=_("是不是同一件"), choices=[("yes", _("是同一件")), ("no", _("不是，另立一件"))], widget=forms.RadioSelect
    )
    reason = reason_field()


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class LeavingForm(forms.Form):
    """Which cases leave, and how."""

    since = _day(_("从"))
    until = _day(_("到"))
    category = forms.RegexField(label=pgettext_lazy("of a case", "类别代码"), regex=r"^(\d{2}){1,3}$", required=False,
                                help_text=_("2、4 或 6 位，空着表示全部。"))  # fmt: skip
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), ("open", _("在办")), ("closed", _("已结束"))]
    )
    columns = forms.ChoiceField(
        label=pgettext_lazy("which columns", "列"), choices=[("ours", _("平台")), ("city", _("城管案卷"))]
    )
    theirs = forms.ChoiceField(label=_("加一列对方的类别"), required=False,
                               choices=lambda: [("", _("不加")), *sources_with_categories()])  # fmt: skip
    format = forms.ChoiceField(label=_("格式"), choices=[("csv", "CSV"), ("xlsx", "xlsx")])
    approval = forms.IntegerField(label=_("批准编号"), required=False, min_value=1, max_value=2**63 - 1,
                                  help_text=_("要带诉求内容和地址时填，须先经第二人批准。"))  # fmt: skip
    reason = reason_field()

    def __init__(self, *args: Any, asking: bool = False, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in ("format", "approval", "theirs") if asking else ("reason",):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", _("结束日期不能早于开始日期。"))
        return given


def _hook_choices() -> list[tuple[str, str]]:
    return [(code, f"{word} · {code}" if (word := fact_word(code)) else code) for code in hook_codes()]


class HookForm(forms.Form):
    """Whom to tell of what."""

    name = forms.CharField(label=_("给哪个系统"), max_length=60)
    address = forms.CharField(
        label=_("地址"), max_length=300, help_text=_("https:// 开头；不能是内网地址，除非运维在设置里写明主机名。")
    )
    codes = forms.MultipleChoiceField(
        label=_("告知哪些事"), choices=_hook_choices,
        widget=forms.SelectMultiple(attrs={"size": 12}), help_text=_("只发编号、代码、时间和代码的名称；保密件不发。"),
    )  # fmt: skip
    area_code = forms.CharField(
        label=_("只限哪个区划"), max_length=20, required=False, help_text=_("区划代码，空着表示全部。")
    )
    language = forms.ChoiceField(
        label=_("代码的名称用什么语言"), required=False, choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )
    reason = reason_field()
