"""JSON: definitions, weights, and the values of a place or a unit."""

from typing import Any

from ninja import Query, Router, Status

from huying.evaluation import actions, schemas
from huying.evaluation.periods import period_of
from huying.evaluation.queries.alerts import alerts, all_alert_rules
from huying.evaluation.queries.definitions import all_weights, indicators
from huying.evaluation.queries.scopes import scope_named
from huying.evaluation.queries.sums import read_up_to, sums_of
from huying.evaluation.queries.values import values_of
from huying.evaluation.rules import definition_rules
from huying.kernel.edge import AskedRequest

router = Router()


@router.get("/indicators", response=list[schemas.IndicatorOut], summary="指标")
def indicator_list(request: AskedRequest) -> Any:
    definition_rules.enter(request.actor, to="see")
    return list(indicators(on=request.at.date()).values())


@router.post("/indicators/{code}/versions", response={201: schemas.IndicatorOut}, summary="指标的新版本")
def define_indicator(request: AskedRequest, code: str, body: schemas.IndicatorIn) -> Any:
    said = body.dict(exclude_none=True)
    since, reason = said.pop("since"), said.pop("reason")
    made = actions.define_indicator(request.actor, code=code, changes=said, since=since, reason=reason, at=request.at)
    return Status(201, made)


@router.get("/weights", response=list[schemas.WeightsOut], summary="权重方案")
def weight_sets(request: AskedRequest) -> Any:
    definition_rules.enter(request.actor, to="see")
    return list(all_weights())


@router.post("/weights/{code}/versions", response={201: schemas.WeightsOut}, summary="起用权重方案")
def decide_weights(request: AskedRequest, code: str, body: schemas.WeightsIn) -> Any:
    said = body.dict()
    reason = said.pop("reason")
    made = actions.decide_weights(
        request.actor, code=code, weighing=actions.Weighing(**said), reason=reason, at=request.at
    )
    return Status(201, made)


@router.get("/alert-rules", response=list[schemas.AlertRuleOut], summary="提醒规则")
def alert_rule_list(request: AskedRequest) -> Any:
    """Every version; which holds on a day says `since`."""
    return all_alert_rules(request.actor)


@router.post("/alert-rules/{code}/versions", response={201: schemas.AlertRuleOut}, summary="提醒规则的新版本")
def define_alert_rule(request: AskedRequest, code: str, body: schemas.AlertRuleIn) -> Any:
    said = body.dict(exclude_none=True)
    since, reason = said.pop("since"), said.pop("reason")
    made = actions.define_alert_rule(request.actor, code=code, changes=said, since=since, reason=reason, at=request.at)
    return Status(201, made)


@router.get("/alerts", response=schemas.AlertsOut, summary="要看一眼的数")
def alert_list(request: AskedRequest, after: str = Query("", max_length=400)) -> Any:
    definition_rules.enter(request.actor, to="see")
    return alerts(request.actor, after=after)


@router.post("/alerts/{alert_id}/see", response=schemas.AlertOut, summary="看到了")
def see_alert(request: AskedRequest, alert_id: int) -> Any:
    return actions.see_alert(request.actor, alert_id=alert_id, at=request.at)


@router.post("/alerts/{alert_id}/close", response=schemas.AlertOut, summary="处理好了")
def close_alert(request: AskedRequest, alert_id: int, body: schemas.CloseIn) -> Any:
    return actions.close_alert(request.actor, alert_id=alert_id, text=body.text, at=request.at)


@router.get("/figures/{scope}", response=schemas.FiguresOut, summary="一个区域或单位的指标值")
def figures(request: AskedRequest, scope: str, period: str = Query("", max_length=8)) -> Any:
    found = scope_named(request.actor, scope)
    over = period_of(period, today=request.at.date())
    on = min(request.at.date(), over.last_day)
    values = values_of(found, sums_of(found, over), on=on)
    return {"scope": found.code, "name": found.name, "period": over.code, "read_at": read_up_to().read_at,
            "values": list(values.values())}  # fmt: skip
