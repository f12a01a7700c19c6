"""Posts, terms and part-time members; roles given, ended, and what they make of an account."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huying.kernel.actor import GUEST, SYSTEM, Post
from huying.kernel.errors import Invalid, NotAllowed, NotFound
from huying.organisations.actions.appointments import close_post, open_post
from huying.organisations.errors import AdministratorsExclude, AlreadyHeld, GrantToOneself
from huying.organisations.models import Appointment, RoleGrant
from huying.organisations.public import (
    Term,
    actor_for,
    appoint,
    end_appointment,
    end_role,
    grant_role,
    holders,
    people_of,
    staff_bodies,
)
from huying.organisations.queries.posts import one_person_both_posts
from huying.organisations.states import ADMINISTRATORS
from tests.organisations.makers import AT, Town, a_body, a_holder, a_post, a_town, an_actor
from tests.people.makers import a_resident, an_account

pytestmark = pytest.mark.django_db
SOON = AT + timedelta(seconds=1)
DAY = date(2026, 1, 1)


@pytest.fixture
def town() -> Town:
    return a_town()


def give(town: Town, account, role: str, *, by=SYSTEM, at=AT, **rest) -> RoleGrant:
    return grant_role(by, account_id=account.pk, role=role, area_id=town.county.pk, reason="任命文件", at=at, **rest)


def test_a_role_is_held_in_an_area_for_a_body_and_along_a_line(town):
    bureau = a_body(town.county, "区城管局")
    squad = a_body(town.streets[0], parent=bureau)
    account = a_holder("handler", town.streets[0], body=squad, line_body=bureau)

    actor = actor_for(account.pk, at=SOON)

    assert actor.posts == (Post("handler", town.streets[0].path, squad.pk, f"/{bureau.pk}/"),)
    assert (actor.kind, actor.account_id) == ("person", account.pk)


def test_an_actor_costs_two_queries_and_a_stranger_is_a_guest(town, django_assert_max_num_queries):
    account = a_holder("dispatcher", town.county)
    for role in ("intake", "callback", "supervisor"):
        give(town, account, role)
    with django_assert_max_num_queries(2):
        actor = actor_for(account.pk, at=SOON)
    assert {post.role for post in actor.posts} == {"dispatcher", "intake", "callback", "supervisor"}
    assert actor_for(987_654, at=SOON) == GUEST


def test_a_resident_signed_in_holds_no_post(town):
    account = a_resident()
    assert actor_for(account.pk, at=SOON).posts == ()
    with pytest.raises(Invalid):
        give(town, account, "intake")


def test_a_role_that_was_ended_is_gone_from_that_moment_and_kept_in_the_history(town):
    account = an_account()
    grant = give(town, account, "intake")
    later = AT + timedelta(days=3)

    end_role(SYSTEM, grant_id=grant.pk, reason="调离", at=later)

    assert actor_for(account.pk, at=later - timedelta(seconds=1)).holds("intake")
    assert not actor_for(account.pk, at=later).holds("intake")
    assert RoleGrant.objects.get(pk=grant.pk).end_reason == "调离"


@pytest.mark.constraint
def test_nobody_grants_to_themselves(town):
    keeper = an_actor("security_admin", town.county)
    with pytest.raises(GrantToOneself):
        grant_role(
            keeper, account_id=keeper.account_id, role="dispatcher", area_id=town.county.pk, reason="己", at=SOON
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(
            account_id=keeper.account_id, role="dispatcher", area=town.county, valid_from=SOON, reason="己",
            granted_by_id=keeper.account_id,
        )  # fmt: skip


def test_only_the_security_administrator_of_the_area_grants(town):
    account = an_account()
    others = [an_actor(role, town.county) for role in ("system_admin", "audit_admin", "dispatcher", "list_keeper")]
    for actor in (*others, an_actor("security_admin", town.streets[0])):
        with pytest.raises(NotAllowed):
            give(town, account, "intake", by=actor, at=SOON)
    assert give(town, account, "intake", by=an_actor("security_admin", town.county), at=SOON).pk


@pytest.mark.parametrize("first", ADMINISTRATORS)
@pytest.mark.parametrize("second", ADMINISTRATORS)
def test_the_three_administrators_exclude_one_another(town, first, second):
    account = an_account()
    give(town, account, first)
    with pytest.raises(AlreadyHeld if first == second else AdministratorsExclude):
        give(town, account, second, at=SOON)


@pytest.mark.constraint
def test_the_database_itself_keeps_the_three_administrators_apart(town):
    account = an_account()
    give(town, account, "system_admin")
    with pytest.raises(IntegrityError, match="three_administrators"), transaction.atomic():
        RoleGrant.objects.create(
            account=account, role="audit_admin", area=town.streets[0], valid_from=SOON, reason="绕过"
        )


def test_who_has_given_one_administration_back_may_take_another(town):
    account = an_account()
    grant = give(town, account, "system_admin")
    end_role(SYSTEM, grant_id=grant.pk, reason="轮岗", at=SOON)
    assert give(town, account, "audit_admin", at=SOON).role == "audit_admin"


def test_a_role_for_a_unit_needs_the_unit_and_an_unknown_role_or_account_is_refused(town):
    account = an_account()
    for role in ("handler", "unit_lead", "no_such_role"):
        with pytest.raises(Invalid):
            give(town, account, role)
    with pytest.raises(NotFound):
        grant_role(SYSTEM, account_id=987_654, role="intake", area_id=town.county.pk, reason="误", at=AT)
    with pytest.raises(Invalid):
        grant_role(SYSTEM, account_id=account.pk, role="intake", area_id=town.county.pk, reason=" ", at=AT)


def test_the_people_of_a_body_and_the_holders_around_a_place(town):
    squad = a_body(town.streets[0])
    handler, lead = (a_holder(role, town.streets[0], body=squad).pk for role in ("handler", "unit_lead"))
    county, street = a_holder("dispatcher", town.county).pk, a_holder("dispatcher", town.streets[0]).pk
    a_holder("dispatcher", town.streets[1])

    assert people_of(squad.pk, at=SOON) == sorted([handler, lead])
    assert people_of(squad.pk, roles=("unit_lead",), at=SOON) == [lead]
    assert holders(roles=("dispatcher",), area_path=town.grids[0].path, at=SOON) == [street, county]


def test_an_appointment_belongs_to_a_term_and_ends_with_it(town):
    post = a_post(a_body(town.communities[0], kind="R10"), term_years=5)
    account = an_account()

    row = appoint(SYSTEM, post_id=post.pk, account_id=account.pk, term=Term(DAY), reason="选举结果", at=AT)
    assert row.term_to == date(2031, 1, 1)

    end_appointment(SYSTEM, appointment_id=row.pk, on=date(2026, 6, 30), reason="辞职", at=AT)
    assert Appointment.objects.get(pk=row.pk).term_to == date(2026, 6, 30)
    again = appoint(SYSTEM, post_id=post.pk, account_id=account.pk, term=Term(date(2026, 7, 1)), reason="补选", at=AT)
    assert again.pk != row.pk


def test_a_post_takes_as_many_people_as_it_has_seats_and_nobody_twice(town):
    post = a_post(a_body(town.communities[0], kind="R10"), "委员", kind="member", seats=2)
    one, two, three = an_account(), an_account(), an_account()
    for account in (one, two):
        appoint(SYSTEM, post_id=post.pk, account_id=account.pk, term=Term(DAY), reason="选举", at=AT)

    with pytest.raises(AlreadyHeld):
        appoint(SYSTEM, post_id=post.pk, account_id=one.pk, term=Term(DAY), reason="重复", at=AT)
    with pytest.raises(Invalid):
        appoint(SYSTEM, post_id=post.pk, account_id=three.pk, term=Term(DAY), reason="超员", at=AT)


def test_a_part_time_member_keeps_a_remit(town):
    county = a_body(town.county, kind="P10")
    street = a_body(town.streets[0], kind="P20", parent=county)
    broad = a_body(town.streets[0], kind="P21", parent=street)
    post = a_post(broad, "兼职委员", kind="part_time_member", seats=9)

    term = Term(DAY, until=date(2027, 12, 31), part_time=True, remit="联系驻区单位")
    row = appoint(SYSTEM, post_id=post.pk, account_id=an_account().pk, term=term, reason="聘任", at=AT)

    assert (row.part_time, row.remit, row.term_to) == (True, "联系驻区单位", date(2027, 12, 31))


def test_one_person_in_both_posts_is_computed_never_typed(town):
    county = a_body(town.county, kind="P10")
    street = a_body(town.streets[0], kind="P20", parent=county)
    for number, community in enumerate(town.communities[:2]):
        party = a_post(a_body(community, kind="P30", parent=street), "书记", kind="secretary")
        committee = a_post(a_body(community, kind="R10"), "主任", kind="director")
        secretary = an_account()
        director = secretary if number == 0 else an_account()
        for post, account in ((party, secretary), (committee, director)):
            appoint(SYSTEM, post_id=post.pk, account_id=account.pk, term=Term(DAY), reason="任职", at=AT)

    assert one_person_both_posts(area_path=town.county.path, on=AT.date()) == {town.communities[0].pk}


def test_a_conflict_of_interest_lies_where_someone_works_or_holds_a_post(town):
    squad, committee = a_body(town.streets[0]), a_body(town.communities[0], kind="R10")
    account = a_holder("handler", town.streets[0], body=squad)
    post = a_post(committee)
    appoint(SYSTEM, post_id=post.pk, account_id=account.pk, term=Term(DAY), reason="选举", at=AT)

    actor = actor_for(account.pk, at=SOON)

    assert staff_bodies(actor, on=AT.date()) == {squad.pk, committee.pk}
    assert staff_bodies(GUEST, on=AT.date()) == frozenset()


def test_a_post_with_someone_in_it_is_not_closed(town):
    post = a_post(a_body(town.communities[0], kind="R10"))
    row = appoint(SYSTEM, post_id=post.pk, account_id=an_account().pk, term=Term(DAY), reason="选举", at=AT)
    with pytest.raises(Invalid):
        close_post(SYSTEM, post_id=post.pk, reason="换届", at=AT)
    end_appointment(SYSTEM, appointment_id=row.pk, on=date(2026, 6, 30), reason="辞职", at=AT)
    assert not close_post(SYSTEM, post_id=post.pk, reason="换届", at=AT).active


def test_a_post_needs_a_title_a_kind_and_no_double(town):
    body = a_body(town.communities[0], kind="R10")
    a_post(body, "主任")
    for title, kind in (("", "director"), ("主任", "director"), ("副主任", "no_such_kind")):
        with pytest.raises(Invalid):
            open_post(SYSTEM, body_id=body.pk, title=title, kind=kind, at=AT)


def test_a_seat_that_is_promised_from_a_later_day_is_not_given_across_it(town):
    post = a_post(a_body(town.communities[0], kind="R10"))
    later, now = an_account(), an_account()
    appoint(SYSTEM, post_id=post.pk, account_id=later.pk, term=Term(date(2026, 7, 1)), reason="选举", at=AT)

    with pytest.raises(Invalid):
        appoint(SYSTEM, post_id=post.pk, account_id=now.pk, term=Term(DAY), reason="误", at=AT)
    until = Term(DAY, until=date(2026, 6, 30))
    assert appoint(SYSTEM, post_id=post.pk, account_id=now.pk, term=until, reason="暂代", at=AT).pk


@pytest.mark.parametrize("role", ["security_admin", "intake", "grid_worker", "list_keeper"])
def test_a_role_that_no_line_works_for_is_not_limited_to_one(town, role):
    bureau = a_body(town.county, "区城管局")
    with pytest.raises(Invalid) as refused:
        give(town, an_account(), role, line_body_id=bureau.pk)
    assert list(refused.value.fields) == ["line_body_id"]
