"""JSON routes of the territory. Reading is open to everyone; changes need the system administrator of the place."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from ninja import Query, Router, Status

from huying.kernel.edge import AskedRequest
from huying.kernel.errors import NotFound
from huying.kernel.paging import page_by_key
from huying.territory import schemas
from huying.territory.actions import learning, life, moves, outlines, places
from huying.territory.models import Alias, Area, GridDuty
from huying.territory.queries import areas, browsing, gazetteer, grids, history, layers, locator
from huying.territory.states import LEVELS

router = Router()


@router.get("areas", response=schemas.AreaPage, auth=None, summary="区划列表")
def list_areas(
    request: AskedRequest,
    parent_id: int | None = None,
    level: schemas.Level | None = None,
    q: str = Query("", max_length=60),
    after: str | None = None,
    size: int = Query(50, ge=1, le=500),
) -> dict[str, Any]:
    """Children of `parent_id`, finds for `q`, or the roots; by pinyin."""
    rows = browsing.found(q.strip()) if q.strip() else areas.children_rows(parent_id)
    page = page_by_key(rows.filter(level=level) if level else rows, order=("sort_key", "id"), after=after, size=size)
    return {"items": list(areas.briefs_of(page.items).values()), "next": page.next_cursor}


@router.get("areas/{int:area_id}", response=schemas.AreaFull, auth=None, summary="一个区划")
def one_area(request: AskedRequest, area_id: int) -> dict[str, Any]:
    """With its codes through the years, its changes and who followed it."""
    return _full(area_id)


@router.get("layers", auth=None, summary="界线图层（GeoJSON）", response={200: dict[str, Any], 304: None})
def map_layers(
    request: AskedRequest, area_id: int | None = None, levels: str = Query("", max_length=120)
) -> HttpResponse:
    """Outlines below an area (by default all that we serve). `levels`: county,street,community,grid. ETag and 304."""
    path = _path(area_id) if area_id is not None else areas.home_path()
    wanted = tuple(level for level in LEVELS if level in levels.split(",")) or layers.DRAWN
    tag = f'"{layers.layers_etag(path, wanted)}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag, "Cache-Control": "no-cache"})
    found = layers.map_layers(path, levels=wanted, asked=area_id)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    return JsonResponse(found, headers=headers)


@router.post("locate/point", response=schemas.LocatedOut, auth=None, summary="点在哪个网格")
def locate_point(request: AskedRequest, body: schemas.PointIn) -> Any:
    """By POST, so that nobody's place stands in an address. Not found: outside of everything that is drawn."""
    found = locator.locate_point(body.lon, body.lat, crs=body.crs, level=body.level)
    if found is None:
        raise NotFound
    return found


@router.post("locate/text", response=list[schemas.GuessOut], auth=None, summary="一段话说的是哪里")
def locate_text(request: AskedRequest, body: schemas.PlaceTextIn) -> Any:
    """Best first; several near the top mean: ask."""
    within = _path(body.within_area_id) if body.within_area_id is not None else ""
    return gazetteer.locate_text(body.text, within_path=within)


@router.get("grids/{code}", response=schemas.GridOut, auth=None, summary="网格公示")
def public_grid(request: AskedRequest, code: str) -> dict[str, Any]:
    """Whom to call for a grid, and whom to tell when that does not work."""
    found = grids.public_grid(code)
    if found is None:
        raise NotFound(grid=code)
    area, duty = found
    return _grid(areas.briefs_of([area])[area.pk], duty)


@router.post("areas", response={201: schemas.AreaFull}, summary="设立")
def create_area(request: AskedRequest, body: schemas.CreateIn) -> Status[dict[str, Any]]:
    area = life.create_area(
        request.actor, parent_id=body.parent_id, new=body.area.value(), decision=body.value(), at=request.at
    )
    return Status(201, _full(area.pk))


@router.post("areas/{int:area_id}/rename", response=schemas.AreaFull, summary="更名")
def rename_area(request: AskedRequest, area_id: int, body: schemas.AreaRenameIn) -> dict[str, Any]:
    life.rename_area(request.actor, area_id=area_id, name=body.name, decision=body.value(), at=request.at)
    return _full(area_id)


@router.post("areas/{int:area_id}/recode", response=schemas.AreaFull, summary="更换代码")
def recode_area(request: AskedRequest, area_id: int, body: schemas.RecodeIn) -> dict[str, Any]:
    life.recode_area(request.actor, area_id=area_id, code=body.code, decision=body.value(), at=request.at)
    return _full(area_id)


@router.post("areas/{int:area_id}/move", response=schemas.AreaFull, summary="划转")
def move_area(request: AskedRequest, area_id: int, body: schemas.AreaMoveIn) -> dict[str, Any]:
    moves.move_area(
        request.actor, area_id=area_id, parent_id=body.parent_id, code=body.code, decision=body.value(), at=request.at
    )
    return _full(area_id)


@router.post("areas/{int:area_id}/merge", response=schemas.AreaFull, summary="并入本区划")
def merge_areas(request: AskedRequest, area_id: int, body: schemas.AreaMergeIn) -> dict[str, Any]:
    """The sources end; everything below them passes to this area."""
    moves.merge_areas(request.actor, source_ids=body.source_ids, into_id=area_id, decision=body.value(), at=request.at)
    return _full(area_id)


@router.post("areas/{int:area_id}/split", response=list[schemas.AreaOut], summary="拆分")
def split_area(request: AskedRequest, area_id: int, body: schemas.SplitIn) -> Any:
    parts = [part.value() for part in body.parts]
    made = moves.split_area(
        request.actor, area_id=area_id, parts=parts, keep=body.keep, decision=body.value(), at=request.at
    )
    return list(areas.briefs_of(made).values())


@router.post("areas/{int:area_id}/dissolve", response=schemas.AreaFull, summary="撤销")
def dissolve_area(request: AskedRequest, area_id: int, body: schemas.DecisionIn) -> dict[str, Any]:
    life.dissolve_area(request.actor, area_id=area_id, decision=body.value(), at=request.at)
    return _full(area_id)


@router.post("areas/{int:area_id}/boundary", response=schemas.AreaFull, summary="界线")
def move_boundary(request: AskedRequest, area_id: int, body: schemas.BoundaryIn) -> dict[str, Any]:
    outlines.move_boundary(
        request.actor,
        outlines={area_id: body.outline()},
        decision=body.value(),
        at=request.at,
        accept_overlaps=body.accept_overlaps,
    )
    return _full(area_id)


@router.post("areas/{int:area_id}/duty", response=schemas.GridOut, summary="网格公示内容")
def set_grid_duty(request: AskedRequest, area_id: int, body: schemas.DutyIn) -> dict[str, Any]:
    duty = places.set_grid_duty(request.actor, area_id=area_id, duty=body.value(), reason=body.reason, at=request.at)
    return {
        "area": areas.area_brief(area_id),
        **{name: getattr(duty, name) for name in schemas.GridOut.model_fields if name != "area"},
    }


@router.post("areas/{int:area_id}/aliases", response={201: schemas.AliasOut}, summary="登记俗称或道路")
def add_alias(request: AskedRequest, area_id: int, body: schemas.AliasIn) -> Status[Alias]:
    given = body.dict(include={"text", "kind", "reason"})
    alias = places.add_alias(request.actor, area_id=area_id, numbers=body.numbers(), at=request.at, **given)
    return Status(201, alias)


@router.delete("aliases/{int:alias_id}", response={204: None}, summary="去掉俗称或道路")
def remove_alias(request: AskedRequest, alias_id: int, reason: Query[schemas.Reason]) -> Status[None]:
    places.remove_alias(request.actor, alias_id=alias_id, reason=reason, at=request.at)
    return Status(204, None)


@router.post("learned/{int:place_id}/unlearn", response={204: None}, summary="撤回学到的地名")
def unlearn_place(request: AskedRequest, place_id: int, body: schemas.ReasonIn) -> Status[None]:
    learning.unlearn_place(request.actor, place_id=place_id, reason=body.reason, at=request.at)
    return Status(204, None)


@router.post("learned/{int:place_id}/use-again", response={204: None}, summary="重新启用学到的地名")
def use_place_again(request: AskedRequest, place_id: int, body: schemas.ReasonIn) -> Status[None]:
    learning.use_place_again(request.actor, place_id=place_id, reason=body.reason, at=request.at)
    return Status(204, None)


@router.post("areas/{int:area_id}/population", response={204: None}, summary="常住人口")
def set_population(request: AskedRequest, area_id: int, body: schemas.PopulationIn) -> Status[None]:
    places.set_population(request.actor, area_id=area_id, **body.dict(), at=request.at)
    return Status(204, None)


@router.post("areas/{int:area_id}/building", response={204: None}, summary="楼栋信息")
def set_building(request: AskedRequest, area_id: int, body: schemas.BuildingIn) -> Status[None]:
    places.set_building(request.actor, area_id=area_id, **body.dict(), at=request.at)
    return Status(204, None)


@router.put("grid-sizes", response={204: None}, summary="网格规模标准")
def set_grid_size_rule(request: AskedRequest, body: schemas.SizeRuleIn) -> Status[None]:
    places.set_grid_size_rule(request.actor, band=body.band(), decision=body.value(), at=request.at)
    return Status(204, None)


@router.post("population", response=schemas.CountOut, summary="从文件录入人口")
def import_population(request: AskedRequest, body: schemas.PopulationFileIn) -> dict[str, int]:
    """The lines of a csv with the columns code, year, permanent: all rows or none."""
    return {"count": places.import_population(request.actor, lines=body.lines, source=body.source, at=request.at)}


@router.post("boundaries", response=schemas.CountOut, summary="从文件录入界线")
def import_boundaries(request: AskedRequest, body: schemas.BoundariesIn) -> dict[str, int]:
    """A GeoJSON FeatureCollection whose features name the code of their area: all outlines or none."""
    made = outlines.import_boundaries(
        request.actor,
        collection=body.collection,
        outline=body.outline(),
        decision=body.value(),
        at=request.at,
        accept_overlaps=body.accept_overlaps,
    )
    return {"count": len(made)}


def _path(area_id: int) -> str:
    path = Area.objects.filter(pk=area_id).values_list("path", flat=True).first()
    if path is None:
        raise NotFound(area=area_id)
    return path


def _full(area_id: int) -> dict[str, Any]:
    try:
        brief = areas.area_brief(area_id)
    except KeyError:
        raise NotFound(area=area_id) from None
    plain = {name: getattr(brief, name) for name in schemas.AreaOut.model_fields}
    return {
        **plain,
        "codes": areas.codes_of(area_id),
        "changes": browsing.history_of(area_id),
        "successor_ids": history.successors(area_id),
    }


def _grid(area: areas.AreaBrief, duty: GridDuty) -> dict[str, Any]:
    names = ("contact_office", "contact_phone", "complaint_phone", "current_on")
    return {"area": area, **{name: getattr(duty, name) for name in names}}
