"""Registering a call for somebody: at the desk, by telephone, on the round; with or without a telephone of theirs."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huying.cases.actions.filing import Filing, file_case
from huying.cases.forms.resident import KIND_CHOICES, LEVEL_CHOICES
from huying.cases.pages.filing import CONSENT_VERSION
from huying.cases.pages.placing import unclear
from huying.cases.rules import offices
from huying.duties.public import leaf_choices
from huying.kernel.actor import Actor
from huying.kernel.edge import tell
from huying.kernel.errors import DomainError
from huying.kernel.stepping import staff_only
from huying.organisations.public import BodyField

CHANNEL_CHOICES = (
    ("phone", gettext_lazy("电话")), ("desk", gettext_lazy("窗口")), ("helper", gettext_lazy("代办")),
    ("grid", gettext_lazy("网格员代报")),
)  # fmt: skip


class DeskFilingForm(forms.Form):
    """What the caller says, and that they agree; typed by somebody who helps."""

    channel = forms.ChoiceField(label=gettext_lazy("怎么来的"), choices=CHANNEL_CHOICES)
    kind = forms.ChoiceField(label=gettext_lazy("类型"), choices=KIND_CHOICES)
    words = forms.CharField(
        label=gettext_lazy("说了什么"), min_length=4, max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    wish = forms.CharField(label=gettext_lazy("希望怎样"), max_length=400, required=False)
    category_code = forms.ChoiceField(label=pgettext_lazy("of a case", "类别"))
    place = forms.CharField(label=gettext_lazy("在哪里"), max_length=200)
    area_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    target_body_id = BodyField(
        label=gettext_lazy("反映的是哪个单位的做法"), required=False,
        help_text=gettext_lazy("写这个单位的全称；这个单位和它的人看不到。"),
    )  # fmt: skip
    confidentiality = forms.ChoiceField(label=gettext_lazy("谁可以知道是他"), choices=LEVEL_CHOICES)
    name = forms.CharField(label=gettext_lazy("怎么称呼"), max_length=40, required=False)
    phone = forms.CharField(label=gettext_lazy("联系电话"), max_length=20, required=False)
    safety_of_others = forms.BooleanField(label=gettext_lazy("关系到其他人的安全"), required=False)
    consent = forms.BooleanField(
        label=gettext_lazy("已向本人读过个人信息怎样使用，本人同意"), required=False,
        help_text=gettext_lazy("匿名的不用勾。"),
    )  # fmt: skip

    def __init__(self, *args: Any, categories: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category_code"].choices = categories  # type: ignore[attr-defined]


@staff_only
@require_http_methods(["GET", "POST"])
def desk_filing(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor
    offices.enter(actor, to="file_for_others")
    form = DeskFilingForm(request.POST or None, categories=leaf_choices(on=request.at.date()))
    told: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if asked := unclear(form.cleaned_data):
            return render(request, "cases/desk/filing.html", {**told, **asked}, status=422)
        try:
            return _filed(request, form.cleaned_data)
        except DomainError as refused:
            tell(form, refused)
    return render(request, "cases/desk/filing.html", told, status=422 if form.errors else 200)


def _filed(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    filing = Filing(
        words=given["words"], category_code=given["category_code"], kind=given["kind"], channel=given["channel"],
        wish=given["wish"], place=given["place"],
        area_id=given["area_id"], confidentiality=given["confidentiality"], name=given["name"],
        phone=given["phone"], consent_version=CONSENT_VERSION if given["consent"] else "", on_behalf=True,
        safety_of_others=given["safety_of_others"], target_body_id=given["target_body_id"],
    )  # fmt: skip
    filed = file_case(request.actor, filing=filing, at=request.at)
    request.session["desk_filed"] = {"number": filed.case.number, "code": filed.tracking_code}
    return redirect(reverse("cases:desk_filed"))


@staff_only
@require_GET
def desk_filed(request: HttpRequest) -> HttpResponse:
    """Number and tracking code, to be read out or printed; shown this once."""
    kept = request.session.pop("desk_filed", None)
    if kept is None:
        return redirect(reverse("cases:desk_filing"))
    return render(request, "cases/desk/filed.html", kept)


urlpatterns = [
    path("desk/filing/", desk_filing, name="desk_filing"),
    path("desk/filing/done/", desk_filed, name="desk_filed"),
]
