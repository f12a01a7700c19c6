"""Forms of working time. What the words mean is decided by actions."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huying.calendars.actions import PublishedDay
from huying.calendars.notice_file import read_notice
from huying.calendars.states import WEEKDAYS
from huying.calendars.workcalendar import Hours, Spans
from huying.kernel.errors import Invalid

LARGEST_FILE = 200_000
_SPAN = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)[-–—~～至]([01]?\d|2[0-4]):([0-5]\d)")
_TIMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DayForm(forms.Form):
    """Whether one day is worked, as what, and why."""

    works = forms.ChoiceField(
        label=_("这一天"), choices=[("yes", _("上班")), ("no", _("休息"))], widget=forms.RadioSelect
    )
    as_weekday = forms.ChoiceField(
        label=_("上班时按哪天的时间"), choices=[(str(n), name) for n, name in enumerate(WEEKDAYS[:5])], required=False
    )
    name = forms.CharField(
        label=_("叫什么"), max_length=80, required=False, help_text=_("例如：停水检修、集中办理日。")
    )
    reason = forms.CharField(label=_("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def change(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "works": data["works"] == "yes",
            "as_weekday": int(data["as_weekday"] or 0),
            "name": data["name"],
            "reason": data["reason"],
        }


class RestoreForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class YearForm(forms.Form):
    """The notice of a year: a file, or its lines typed in."""

    year = forms.IntegerField(label=_("年份"), min_value=2000, max_value=2070)
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("例如：国务院办公厅通知的文号。"))
    file = forms.FileField(label=_("放假安排文件（csv）"), required=False)
    lines = forms.CharField(
        label=_("或直接填写"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_("一行一天：日期,休或班,节日名称。例如 2027-01-01,休,元旦。"),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("file"):
            data["lines"] = self._text(data["file"])
        elif not (data.get("lines") or "").strip():
            raise forms.ValidationError({"lines": _("请选择文件或填写放假安排。")})
        data["days"] = self._days(data.get("lines") or "")
        return data

    def _text(self, file: Any) -> str:
        if file.size > LARGEST_FILE:
            raise forms.ValidationError({"file": _("文件太大，不像是一年的放假安排。")})
        try:
            text = str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError({"file": _("文件不是 UTF-8 文本，请另存为 UTF-8 后再传。")}) from error
        typed: Any = self.data
        self.data = typed = typed.copy()
        typed["lines"] = text  # so that the second step needs no file
        return text

    def _days(self, text: str) -> list[PublishedDay]:
        lines = [line for line in text.splitlines() if line.strip()]
        if lines and not lines[0].lower().startswith("date"):
            lines.insert(0, "date,kind,name")
        try:
            return read_notice(lines)
        except Invalid as error:
            told = [_("第 %(n)s 行：%(why)s") % {"n": int(n) - 1, "why": why} for n, why in error.fields.items()]
            raise forms.ValidationError({"lines": told}) from error


class HoursForm(forms.Form):
    """The usual hours of each weekday, e.g. 09:00-12:00 13:30-17:30; empty means free."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in zip(_TIMES, WEEKDAYS, strict=True):
            self.fields[name] = forms.CharField(label=label, max_length=120, required=False)
        self.fields["monday"].help_text = _("写成 09:00-12:00 13:30-17:30；空着表示休息。")
        self.fields["valid_from"] = forms.DateField(label=_("从哪天起"), widget=day_input())
        self.fields["reason"] = forms.CharField(
            label=_("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        days = []
        for name in _TIMES:
            try:
                days.append(spans_of(data.get(name, "")))
            except ValueError:
                self.add_error(name, str(_("请写成 09:00-12:00 13:30-17:30。")))
                days.append(())
        monday, tuesday, wednesday, thursday, friday, saturday, sunday = days
        hours: Hours = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
        data["hours"] = hours
        return data


def spans_of(text: str) -> Spans:
    """Seconds from midnight of each stretch in the text; ValueError for anything else in it."""
    rest = _SPAN.sub("", text)
    if rest.strip(" ,，;；、\t"):
        raise ValueError(text)
    numbers = [tuple(map(int, found)) for found in _SPAN.findall(text)]
    return tuple((a * 3600 + b * 60, c * 3600 + d * 60) for a, b, c, d in numbers)


def spans_in_words(spans: Spans) -> str:
    return " ".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in spans)


def hours_in_words(hours: Hours, valid_from: date) -> dict[str, Any]:
    """First values of HoursForm."""
    words = {name: spans_in_words(spans) for name, spans in zip(_TIMES, hours, strict=True)}
    return {**words, "valid_from": valid_from}


def _clock(second: int) -> str:
    return f"{second // 3600:02d}:{second % 3600 // 60:02d}"
