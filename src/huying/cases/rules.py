"""Who may do what with a case. The rule of a step is drawn from the `who` column of the table."""

from collections.abc import Callable

from django.db.models import F, OuterRef, Q

from huying.cases.models import Arrival, Case, OrderPart, Recusal, Reporter, TopicCase
from huying.cases.models.beside import has_recused, helps, is_called, reporters_who_are
from huying.cases.states import CASE_FLOW, CASE_STEPS, OPEN, S
from huying.kernel.actor import Actor
from huying.kernel.holding import aside
from huying.kernel.rulebook import EVERYTHING, NOBODY, RuleBook, both, either, office, within

rules = RuleBook()
topic_rules = RuleBook(name="cases.topics")
offices = RuleBook()

AREA_ROLES = (
    "intake", "dispatcher", "adjudicator", "street_coordinator", "county_command", "supervisor", "reviewer", "dpo",
)  # fmt: skip


def own(actor: Actor) -> Q:
    """The first reporter: by account, or by the tracking code, which opens also what was split off.

    A part that was split off keeps the day of filing; a case that somebody who joined got of their own does not.
    """
    return either(*_ways_of_own(actor))


def _ways_of_own(actor: Actor) -> list[Q]:
    mine = []
    if keys := actor.key_ids("case"):
        mine += [Q(pk__in=keys), Q(split_from_id__in=keys, filed_at=F("split_from__filed_at"))]
    if joined_by := actor.key_ids("reporter"):
        rows = Reporter.objects.filter(case_id=OuterRef("pk"), main=True, pk__in=joined_by)
        mine += [aside(rows, lambda case: any(one.main for one in reporters_who_are(case, keys=joined_by)))]
    if actor.account_id:
        mine += [Q(filed_by_id=actor.account_id)]
    return mine


def helped(actor: Actor) -> Q:
    """Whoever filed for somebody else may follow it."""
    return Q(helper_id=actor.account_id) if actor.account_id else NOBODY


def joined(actor: Actor) -> Q:
    """Whoever said “me too”, by account or by their own code."""
    somebody = _somebody(actor)
    if somebody is NOBODY:
        return NOBODY
    rows = Reporter.objects.filter(somebody, case_id=OuterRef("pk"), left_at__isnull=True)
    return aside(rows, lambda case: any(one.left_at is None for one in _who_are(case, actor)))


def _who_are(case: Case, actor: Actor) -> list[Reporter]:
    return reporters_who_are(case, keys=actor.key_ids("reporter"), account_id=actor.account_id)


def _somebody(actor: Actor) -> Q:
    """On rows of reporters: those that are this actor."""
    keys = actor.key_ids("reporter")
    return either(Q(pk__in=keys) if keys else NOBODY, Q(account_id=actor.account_id) if actor.account_id else NOBODY)


def of_joined(actor: Actor) -> Q:
    """The reporters that are this actor and not the first one; on rows of reporters."""
    return both(_somebody(actor), Q(main=False, left_at__isnull=True))


def unconflicted(actor: Actor) -> Q:
    """Not the staff of the body complained about, nobody who stepped back, and nobody who brought it themselves."""
    bodies = [post.body_id for post in actor.posts if post.body_id is not None]
    free = ~Q(target_body_id__in=bodies) if bodies else EVERYTHING
    if not actor.account_id:
        return free
    return both(free, ~Q(filed_by_id=actor.account_id) & ~_recused(actor.account_id))


def _recused(account_id: int) -> Q:
    """Whoever stepped back from it."""
    rows = Recusal.objects.filter(case_id=OuterRef("pk"), account_id=account_id)
    return aside(rows, lambda case: has_recused(case, account_id))


def placed(actor: Actor, *roles: str) -> Q:
    """Cases of the role's area; a role held for one line only reaches those that a body of that line answers."""
    lines = actor.lines_as(*roles)
    return either(
        within(actor.areas_as(*roles)),
        *(Q(area__path__startswith=area, lead_body__line_path__startswith=line) for area, line in lines),
    )


def _in_area(role: str) -> Callable[[Actor], Q]:
    return lambda actor: _free(placed(actor, role), actor)


def _free(rows: Q, actor: Actor) -> Q:
    """These rows without those that this actor must not touch."""
    return NOBODY if rows is NOBODY else both(rows, unconflicted(actor))


def _answers(actor: Actor, *roles: str) -> Q:
    """Cases that a body answers for which one of these roles is held."""
    bodies = actor.bodies_as(*roles)
    return Q(lead_body_id__in=bodies) if bodies else NOBODY


def _of_unit(*roles: str) -> Callable[[Actor], Q]:
    return lambda actor: _free(_answers(actor, *roles), actor)


def of_helper(actor: Actor) -> Q:
    """A co-handler, as long as a part of it is open."""
    return _free(_helps(actor), actor)


def _helps(actor: Actor) -> Q:
    bodies = actor.bodies_as("handler", "unit_lead")
    if not bodies:
        return NOBODY
    parts = OrderPart.objects.filter(
        case_id=OuterRef("pk"), body_id__in=bodies, returned_at__isnull=True, cancelled_at__isnull=True
    )
    return aside(parts, lambda case: helps(case, bodies))


def of_called_unit(actor: Actor) -> Q:
    """A department that was called by a whistle."""
    return _free(_called(actor), actor)


def _called(actor: Actor) -> Q:
    bodies = actor.bodies_as("handler", "unit_lead")
    if not bodies:
        return NOBODY
    called = Arrival.objects.filter(whistle__case_id=OuterRef("pk"), whistle__ended_at=None, body_id__in=bodies)
    return aside(called, lambda case: is_called(case, bodies))


def by_callback(actor: Actor) -> Q:
    """A call-back desk of the place that is not in the handling unit."""
    return _free(_called_back(actor), actor)


def _called_back(actor: Actor) -> Q:
    bodies = [post.body_id for post in actor.posts if post.body_id is not None]
    return both(placed(actor, "callback"), ~Q(lead_body_id__in=bodies) if bodies else EVERYTHING)


def by_system(actor: Actor) -> Q:
    return EVERYTHING if actor.is_system else NOBODY


ROLES: dict[str, Callable[[Actor], Q]] = {
    "resident": own,
    "system": by_system,
    "callback": by_callback,
    "handler": _of_unit("handler"),
    "unit_lead": _of_unit("unit_lead"),
    "helper": of_helper,
    "called_unit": of_called_unit,
    **{role: _in_area(role) for role in (*AREA_ROLES, "grid_worker")},
}
"""Each word of the `who` column, as a query."""


def _rule_of(step: str) -> Callable[[Actor], Q]:
    """Which rows: for each way the table writes this step, the states it starts from and who takes it there."""
    ways: dict[tuple[str, ...], list[str]] = {}
    for edge in CASE_FLOW.edges:
        if edge.step == step:
            ways.setdefault(edge.who, []).append(edge.source)

    def rule(actor: Actor) -> Q:
        found = []
        for who, sources in ways.items():
            here = EVERYTHING if len(ways) == 1 else Q(state__in=sources)
            found.append(both(here, either(*(ROLES[role](actor) for role in who))))
        return either(*found)

    rule.__name__ = f"may_{step}"
    return rule


for _step in CASE_STEPS:
    rules.add(_rule_of(_step))


def _tasks(actor: Actor) -> tuple[Q, ...]:
    """Desks of the place, the unit that answers, co-handlers, called departments."""
    called_back = Q(state__in=[S.TO_BE_JUDGED, S.CLOSED, S.REOPENED, S.OPEN_MATTER])
    return (
        placed(actor, *AREA_ROLES),
        both(called_back, _called_back(actor)),
        both(Q(state__in=[*OPEN]), placed(actor, "grid_worker")),
        _answers(actor, "handler", "unit_lead"),
        _helps(actor),
        _called(actor),
    )


def staff_who_see(actor: Actor) -> Q:
    """Staff with a task at this case."""
    return _free(either(*_tasks(actor)), actor)


@rules.add
def may_see(actor: Actor) -> Q:
    """Who brought it, who helped to bring it, who said “me too”, and staff with a task at it."""
    staff = staff_who_see(actor) if actor.is_staff else NOBODY
    return either(by_system(actor), own(actor), helped(actor), staff, joined(actor))


def ways_to_see(actor: Actor) -> tuple[Q, ...]:
    """The parts of `may_see` one by one: together they let through the same rows. A database that is asked for each
    alone finds the newest of each by an index; asked for all at once it looks through everything."""
    tasks = (_free(task, actor) for task in _tasks(actor)) if actor.is_staff else ()
    ways = (by_system(actor), *_ways_of_own(actor), helped(actor), *tasks, joined(actor))
    return tuple(way for way in ways if way is not NOBODY)


@rules.add
def may_add_words(actor: Actor) -> Q:
    """The first reporter and whoever helped to bring it."""
    return ~Q(state=S.ARCHIVED) & (own(actor) | helped(actor))


@rules.add
def may_rate_too(actor: Actor) -> Q:
    """Who said “me too”, once there is an answer; each for themselves."""
    rows = Reporter.objects.filter(of_joined(actor), case_id=OuterRef("pk"))
    mine = aside(rows, lambda case: any(not one.main and one.left_at is None for one in _who_are(case, actor)))
    return Q(state__in=[S.TO_BE_JUDGED, S.CLOSED, S.ANSWERED]) & mine


@rules.add
def may_write_note(actor: Actor) -> Q:
    """Staff who work on it."""
    return ~Q(state=S.ARCHIVED) & staff_who_see(actor)


@rules.add
def may_read_reporter(actor: Actor) -> Q:
    """The identity: intake while it takes in; the handling unit while it works and only when P0; call-back when P0."""
    unit = Q(lead_body_id__in=actor.bodies_as("handler", "unit_lead")) & Q(
        state__in=[S.DISPATCHED, S.IN_HANDLING, S.ESCALATED, S.SUSPENDED], confidentiality="P0"
    )
    intake = placed(actor, "intake") & Q(state__in=[S.SUBMITTED, S.ASKED])
    callback = by_callback(actor) & Q(state=S.TO_BE_JUDGED, confidentiality="P0")
    dpo = placed(actor, "dpo")
    staff = (unit | intake | callback) & Q(identity_closed_at__isnull=True)
    return (staff | dpo) & ~Q(confidentiality="P2") & unconflicted(actor)


@rules.add
def may_try_callback(actor: Actor) -> Q:
    """The call-back desk, outside the handling unit."""
    return by_callback(actor)


@rules.add
def may_lift_card(actor: Actor) -> Q:
    """The reviewer of the place (容错)."""
    return ROLES["reviewer"](actor)


@rules.add
def may_recuse(actor: Actor) -> Q:
    """Staff with a task at it step back when they have an interest."""
    return ~Q(state=S.ARCHIVED) & staff_who_see(actor)


@rules.add
def may_order_recusal(actor: Actor) -> Q:
    """Supervision decides that somebody steps back."""
    return ~Q(state=S.ARCHIVED) & ROLES["supervisor"](actor)


@rules.add
def may_ask_recusal(actor: Actor) -> Q:
    """The first reporter, while it is worked on."""
    return Q(state__in=[*OPEN]) & own(actor)


@rules.add
def may_exclude_rating(actor: Actor) -> Q:
    """The reviewer of the place, outside the unit that was rated."""
    bodies = [post.body_id for post in actor.posts if post.body_id is not None]
    return ROLES["reviewer"](actor) & (~Q(lead_body_id__in=bodies) | Q(lead_body_id__isnull=True))


@rules.add
def may_include_rating(actor: Actor) -> Q:
    """The same reviewer takes it back."""
    return may_exclude_rating(actor)


@rules.add
def may_arrive(actor: Actor) -> Q:
    """A department that was called says that it is there."""
    return Q(state=S.ESCALATED) & of_called_unit(actor)


@rules.add
def may_answer_supervision(actor: Actor) -> Q:
    """The lead of the unit that answers."""
    return ROLES["unit_lead"](actor)


@rules.add
def may_report_progress(actor: Actor) -> Q:
    """The unit that answers tells the resident how far it is."""
    return ROLES["unit_lead"](actor) | ROLES["handler"](actor)


def confined(actor: Actor) -> Q:
    """Cases hidden from this actor: their own body is complained about, or they stepped back."""
    bodies = [post.body_id for post in actor.posts if post.body_id is not None]
    hidden = Q(target_body_id__in=bodies) if bodies else NOBODY
    if actor.account_id and actor.is_staff:
        hidden |= _recused(actor.account_id)
    return hidden


TOPIC_ROLES = ("dispatcher", "street_coordinator", "county_command", "supervisor")


class TopicRules:
    """Over topics, of which the cases are asked about once more, each by itself."""

    @staticmethod
    @topic_rules.add
    def may_see(actor: Actor) -> Q:
        """Those who steer the work of the place; not where somebody complains about their own body."""
        here, bodies = within(actor.areas_as(*TOPIC_ROLES)), [post.body_id for post in actor.posts if post.body_id]
        if here is NOBODY or not bodies:
            return here
        rows = TopicCase.objects.filter(topic_id=OuterRef("pk"), case__target_body_id__in=bodies)
        about_us = aside(rows, lambda topic: topic.members.filter(case__target_body_id__in=bodies).exists())
        return both(here, ~about_us)


KEEPERS = ("system_admin", "list_keeper", "county_command")
EXPORTERS = ("dispatcher", "county_command", "supervisor", "reviewer")


class OfficeRules:
    """What belongs to an office as a whole, not to one case."""

    @staticmethod
    @offices.add
    def may_file_for_others(actor: Actor) -> Q:
        """Desks at which residents stand or call."""
        return office(actor, "intake", "grid_worker", "community_secretary", "street_coordinator")

    @staticmethod
    @offices.add
    def may_keep_limits(actor: Actor) -> Q:
        """Those who keep what the place has decided about time."""
        return office(actor, *KEEPERS)

    @staticmethod
    @offices.add
    def may_keep_likeness(actor: Actor) -> Q:
        """The same who keep the limits: when two cases are candidates for one matter."""
        return office(actor, *KEEPERS)

    @staticmethod
    @offices.add
    def may_load_history(actor: Actor) -> Q:
        """The system administrator."""
        return office(actor, "system_admin")

    @staticmethod
    @offices.add
    def may_export(actor: Actor) -> Q:
        """A colleague who answers for it by name; of the rows, those that they may see."""
        return EVERYTHING if actor.account_id and actor.holds(*EXPORTERS) else NOBODY

    @staticmethod
    @offices.add
    def may_compare_areas(actor: Actor) -> Q:
        """Those who look over several areas."""
        return office(actor, "county_command", "supervisor", "reviewer", "street_coordinator")
