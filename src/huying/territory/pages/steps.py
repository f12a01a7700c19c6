"""One page for every step on one area: a form, one action, and back to the area."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from huying.kernel.actor import Actor
from huying.kernel.edge import AskedRequest, for_roles, tell
from huying.kernel.errors import DomainError, Invalid, NotFound
from huying.kernel.forms import WhyForm
from huying.kernel.reasons import changes_of
from huying.kernel.stepping import step_page
from huying.territory import forms
from huying.territory import states as s
from huying.territory.actions import life, moves, outlines, places
from huying.territory.actions.records import HERE
from huying.territory.models import Area
from huying.territory.queries import browsing
from huying.territory.queries.areas import area_by_code


@dataclass(frozen=True, slots=True)
class Step:
    """What can be done to an area, on which levels, with which form. `run` returns where to go (an area id)."""

    code: str
    label: Any
    icon: str
    form: type[django_forms.Form]
    run: Callable[[Actor, Area, Any, datetime], int]
    levels: tuple[str, ...] = tuple(s.LEVELS)
    confirm: Any = ""

    def fits(self, area: Area) -> bool:
        return area.level in self.levels


def _create(actor: Actor, area: Area, form: Any, at: datetime) -> int:
    return life.create_area(actor, parent_id=area.pk, new=form.new_area(), decision=form.decision(), at=at).pk


def _rename(actor: Actor, area: Area, form: Any, at: datetime) -> int:
    name = form.cleaned_data["name"]
    return life.rename_area(actor, area_id=area.pk, name=name, decision=form.decision(), at=at).pk


def _recode(actor: Actor, area: Area, form: Any, at: datetime) -> int:
    code = form.cleaned_data["code"]
    return life.recode_area(actor, area_id=area.pk, code=code, decision=form.decision(), at=at).pk


def _move(actor: Actor, area: Area, form: Any, at: datetime) -> int:
    parent_id = _id_of(form.cleaned_data["parent_code"], "parent_code")
    code = form.cleaned_data["code"]
    moves.move_area(actor, area_id=area.pk, parent_id=parent_id, code=code, decision=form.decision(), at=at)
    return area.pk


def _merge(actor: Actor, area: Area, form: Any, at: datetime) -> int:
    ids = [int(pk) for pk in form.cleaned_data["sources"]]
    other = form.cleaned_data["other_code"].strip()
    if other:
        ids.append(_id_of(other, "other_code"))
    moves.merge_areas(actor, source_ids=ids, into_id=area.pk, decision=form.decision(), at=at)
    return area.pk


def _split(actor: Actor, area: Area, form: Any, at: datetime) -> int:
    keep = form.cleaned_data["keep"]
    moves.split_area(actor, area_id=area.pk, parts=form.parts(), keep=keep, decision=form.decision(), at=at)
    return area.pk if keep or area.parent_id is None else area.parent_id


def _dissolve(actor: Actor, area: Area, form: Any, at: datetime) -> int:
    return life.dissolve_area(actor, area_id=area.pk, decision=form.decision(), at=at).pk


def _outline(actor: Actor, area: Area, form: Any, at: datetime) -> int:
    accept = form.cleaned_data["accept_overlaps"]
    try:
        outlines.move_boundary(
            actor,
            outlines={area.pk: form.outline()},
            decision=form.decision(),
            at=at,
            accept_overlaps=accept,
        )
    except Invalid as error:
        if "outline" in error.fields:
            raise Invalid(error.message, fields={"text": error.fields["outline"]}) from error
        raise
    return area.pk


def _duty(actor: Actor, area: Area, form: Any, at: datetime) -> int:
    places.set_grid_duty(actor, area_id=area.pk, duty=form.duty(), reason=form.cleaned_data["reason"], at=at)
    return area.pk


def _building(actor: Actor, area: Area, form: Any, at: datetime) -> int:
    places.set_building(actor, area_id=area.pk, **form.cleaned_data, at=at)
    return area.pk


def _alias(actor: Actor, area: Area, form: Any, at: datetime) -> int:
    given = {name: form.cleaned_data[name] for name in ("text", "kind", "reason")}
    places.add_alias(actor, area_id=area.pk, numbers=form.numbers(), at=at, **given)
    return area.pk


def _population(actor: Actor, area: Area, form: Any, at: datetime) -> int:
    places.set_population(actor, area_id=area.pk, **form.cleaned_data, at=at)
    return area.pk


def _id_of(code: str, name: str) -> int:
    found = area_by_code(code.strip().upper())
    if found is None:
        raise Invalid(fields={name: _("没有代码为 %(code)s 的区划。") % {"code": code.strip()}})
    return found.id


SEVERAL = (s.STREET, s.COMMUNITY, s.GRID, s.ESTATE)
STEPS = {
    one.code: one
    for one in (
        Step("create", gettext_lazy("新设下级"), "plus", forms.CreateForm, _create, tuple(s.LEVELS)[:-1]),
        Step("rename", gettext_lazy("更名"), "pencil", forms.RenameForm, _rename),
        Step(
            "boundary", gettext_lazy("界线"), "polygon", forms.OutlineForm, _outline, (*s.DIVISIONS, s.GRID, s.ESTATE)
        ),
        Step("duty", gettext_lazy("网格公示"), "speakerphone", forms.DutyForm, _duty, (s.GRID,)),
        Step("building", gettext_lazy("楼栋信息"), "building", forms.BuildingForm, _building, (s.BUILDING,)),
        Step("alias", gettext_lazy("俗称与道路"), "tags", forms.AliasForm, _alias),
        Step(
            "population", gettext_lazy("常住人口"), "users", forms.PopulationForm, _population, (*s.DIVISIONS, s.GRID)
        ),
        Step("recode", gettext_lazy("更换代码"), "hash", forms.RecodeForm, _recode),
        Step(
            "move",
            gettext_lazy("划转"),
            "arrows-right-left",
            forms.MoveForm,
            _move,
            (*s.DIVISIONS[1:], *SEVERAL[2:], s.BUILDING),
        ),
        Step(
            "merge",
            gettext_lazy("合并"),
            "arrows-join",
            forms.MergeForm,
            _merge,
            SEVERAL,
            gettext_lazy("并入后原区划即撤销，下级和旧件一起转到本区划。确定合并吗？"),
        ),
        Step("split", gettext_lazy("拆分"), "arrows-split", forms.SplitForm, _split, SEVERAL),
        Step(
            "dissolve",
            pgettext_lazy("area", "撤销"),
            "circle-x",
            forms.DissolveForm,
            _dissolve,
            confirm=gettext_lazy("撤销后不能恢复，旧件统计到上级。确定撤销吗？"),
        ),
    )
}


def steps_for(actor: Actor, area: Area) -> list[Step]:
    """The steps that this actor may take on this area, in order."""
    return [step for step in STEPS.values() if step.fits(area)] if browsing.may_change(actor, area) else []


@for_roles("system_admin")
def step(request: AskedRequest, area_id: int, code: str) -> HttpResponse:
    """GET shows the form, POST takes the step; a refusal keeps what was typed."""
    area = Area.objects.filter(pk=area_id).select_related("parent").first()
    taken = STEPS.get(code)
    if area is None or taken is None or not taken.fits(area):
        raise NotFound(area=area_id, step=code)
    form = _form(taken, request, area)
    if request.method == "POST" and form.is_valid():
        try:
            there = taken.run(request.actor, area, form, request.at)
        except DomainError as error:
            tell(form, error)
        else:
            messages.success(request, _("已登记：%(step)s。") % {"step": taken.label})
            return redirect("territory:manage-area", area_id=there)
    changes = changes_of("area", area.pk)
    context = {"area": area, "step": taken, "form": form, "above": area.parent, "changes": changes}
    return render(request, "territory/manage/step.html", context, status=422 if form.errors else 200)


def _form(taken: Step, request: AskedRequest, area: Area) -> Any:
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form: Any = taken.form
    if issubclass(taken.form, forms.AreaForm):
        return form(*data, area=area, initial={"on": today(request.at)})
    return form(*data, initial=_first_values(taken.code, area, request.at))


def _first_values(code: str, area: Area, at: datetime) -> dict[str, Any]:
    if code == "duty":
        duty = browsing.duty_of(area)
        names = ("contact_office", "contact_phone", "complaint_phone", "households", "residents")
        return {name: getattr(duty, name) for name in names} if duty else {}
    if code == "building":
        building = browsing.building_of(area)
        return {name: getattr(building, name) for name in ("number", "units", "storeys")} if building else {}
    return {"year": at.year - 1} if code == "population" else {}


def today(at: datetime) -> date:
    return at.astimezone(HERE).date()


@for_roles("system_admin")
@require_http_methods(["GET", "POST"])
def remove_name(request: AskedRequest, area_id: int, alias_id: int) -> HttpResponse:
    alias = browsing.alias_of(area_id, alias_id)
    there = reverse("territory:manage-area", kwargs={"area_id": area_id})
    return step_page(
        request,
        WhyForm(request.POST or None),
        lambda typed: places.remove_alias(request.actor, alias_id=alias_id, at=request.at, **typed),
        done=there,
        told=_("已去掉这个名称。"),
        back=there,
        back_label=alias.area.name,
        heading=_("去掉名称") + f" · {alias.text}",
        button=_("去掉"),
        about=("area", area_id),
    )
