"""The administration page of working time: a year at a glance, and changes that tell beforehand what they move."""

from io import BytesIO

import pytest

from huying.calendars.models import CalendarDay, CalendarYear, WorkWeek
from huying.calendars.moves import counts_moves
from huying.calendars.public import Limit, calendar
from huying.config import middleware
from huying.kernel.actor import GUEST, Actor, Post
from tests.calendars.makers import ADMIN, on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_monday_in_november(monkeypatch):
    monkeypatch.setattr(middleware, "now", lambda: on("2026-11-16 10:00"))


@pytest.fixture
def admin(client_as):
    return client_as(ADMIN)


@pytest.fixture
def _orders(monkeypatch):
    """Somebody above keeps three due times of one working day."""
    monkeypatch.setattr("huying.calendars.moves._counters", {})
    sent = [on("2026-12-01 10:00"), on("2026-12-02 10:00"), on("2026-12-31 10:00")]

    @counts_moves("orders", "在办诉求")
    def moved(before, after):
        limit = Limit(1, "work_day")
        return sum(before.due(one, limit) != after.due(one, limit) for one in sent)


def words(response):
    return response.content.decode()


def test_a_year_shows_its_holidays_its_exchanged_days_and_its_working_days(admin, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        text = words(admin.get("/manage/calendar/"))
    for word in ("2026 年工作日历", "已公布", "国庆节", "调休上班", "09:00-12:00 13:30-17:30", "工作日 248 天"):
        assert word in text
    assert '/manage/calendar/days/2026-11-16/"' in text
    assert '/manage/calendar/days/2026-11-13/"' not in text


def test_a_year_not_yet_published_says_so_and_leads_to_the_notice(admin):
    text = words(admin.get("/manage/calendar/2027/"))
    assert "尚未公布" in text
    assert "/manage/calendar/publish/?year=2027" in text


@pytest.mark.usefixtures("_orders")
def test_a_day_off_is_looked_at_first_and_then_saved(admin):
    typed = {"works": "no", "as_weekday": "0", "name": "停水检修", "reason": "全区停水"}
    looked = words(admin.post("/manage/calendar/days/2026-12-02/", typed))
    assert "在办诉求：1 件的时限会变" in looked
    assert not CalendarDay.objects.exists()
    saved = admin.post("/manage/calendar/days/2026-12-02/", {**typed, "sure": "yes"}, follow=True)
    assert "已保存" in words(saved)
    assert "停水检修" in words(saved)
    assert not calendar().is_working_day(on("2026-12-02 10:00").date())


def test_our_own_day_is_taken_back(admin):
    typed = {"works": "no", "as_weekday": "0", "name": "停办", "reason": "试", "sure": "yes"}
    admin.post("/manage/calendar/days/2026-12-02/", typed)
    assert "恢复原样" in words(admin.get("/manage/calendar/days/2026-12-02/"))
    admin.post("/manage/calendar/days/2026-12-02/restore/", {"reason": ""})
    assert CalendarDay.objects.filter(kind="own").exists()
    admin.post("/manage/calendar/days/2026-12-02/restore/", {"reason": "取消"})
    assert not CalendarDay.objects.filter(kind="own").exists()


def test_a_day_that_is_past_cannot_be_changed_and_what_was_typed_stays(admin):
    typed = {"works": "no", "as_weekday": "0", "name": "补记", "reason": "试", "sure": "yes"}
    refused = admin.post("/manage/calendar/days/2026-11-13/", typed)
    assert refused.status_code == 422
    assert "已经过去的日子不能再改" in words(refused)
    assert 'value="补记"' in words(refused)


@pytest.mark.usefixtures("_orders")
def test_a_notice_is_typed_or_uploaded_looked_at_and_published(admin):
    text = "2027-01-01,休,元旦\n2027-01-02,休,元旦\n2027-01-03,休,元旦\n2027-01-09,班,元旦\n"
    file = BytesIO(b"date,kind,name\n" + text.encode())
    file.name = "2027.csv"
    typed = {"year": "2027", "source": "国办发明电〔2026〕9号"}
    looked = admin.post("/manage/calendar/publish/", {**typed, "file": file})
    assert "在办诉求：1 件的时限会变" in words(looked)
    assert "2027-01-09,班,元旦" in words(looked)
    assert not CalendarYear.objects.exists()
    saved = admin.post("/manage/calendar/publish/", {**typed, "lines": text, "sure": "yes"}, follow=True)
    assert "国办发明电〔2026〕9号" in words(saved)
    assert not calendar().is_provisional(2027)


def test_a_notice_with_faults_names_each_line(admin):
    typed = {"year": "2027", "source": "通知", "lines": "2027-01-01,休\n1月2日,休\n2027-01-04,班"}
    assert "第 2 行" in words(admin.post("/manage/calendar/publish/", typed))
    typed["lines"] = "2027-01-01,休\n2027-01-04,班"
    refused = admin.post("/manage/calendar/publish/", typed)
    assert refused.status_code == 422
    assert "2027-01-04 本来就是工作日" in words(refused)
    assert "请选择文件" in words(admin.post("/manage/calendar/publish/", {**typed, "lines": ""}))


def test_hours_are_changed_from_a_day_on(admin):
    typed = {day: "08:30-11:30 14:00-17:30" for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
    typed |= {"saturday": "9:00-12:00", "sunday": "", "valid_from": "2026-12-01", "reason": "冬季作息"}
    admin.post("/manage/calendar/hours/", {**typed, "sure": "yes"})
    assert calendar().close_of(on("2026-12-05 10:00").date()) == on("2026-12-05 12:00")
    assert WorkWeek.objects.count() == 2
    wrong = admin.post("/manage/calendar/hours/", {**typed, "monday": "早上"})
    assert wrong.status_code == 422
    assert 'value="早上"' in words(wrong)


@pytest.mark.parametrize("there", ["", "2026/", "days/2026-12-02/", "publish/", "hours/"])
def test_guests_are_led_to_sign_in_and_other_colleagues_are_told_no(client_as, there):
    assert client_as(GUEST).get(f"/manage/calendar/{there}").status_code == 302
    handler = Actor(kind="person", account_id=3, posts=(Post("handler", "/1/"),))
    assert client_as(handler).get(f"/manage/calendar/{there}").status_code == 403


@pytest.mark.parametrize("there", ["1999/", "2071/", "days/2026-02-30/", "days/1999-01-01/"])
def test_years_and_days_that_are_not_there(admin, there):
    assert admin.get(f"/manage/calendar/{there}").status_code == 404


API = "/api/v1/calendars/"


def test_anyone_may_ask_when_a_limit_is_over(client):
    body = {"start": "2026-03-02T09:00:00+08:00", "amount": 5, "unit": "work_day"}
    answer = client.post(f"{API}due", body, content_type="application/json").json()
    assert on(answer["at"][:19]) == on("2026-03-09 17:30")
    assert answer["provisional"] is False
    far = client.post(f"{API}due", {**body, "start": "2070-12-31T09:00:00+08:00"}, content_type="application/json")
    assert far.status_code == 422


def test_a_year_is_read_by_anyone_and_changed_by_administrators_only(client, admin):
    assert client.get(f"{API}years/2026").json()["working_days"] == 248
    assert client.get(f"{API}years/2071").status_code == 422
    body = {"source": "通知", "days": [{"day": "2027-01-01", "works": False, "name": "元旦"}]}
    assert client.put(f"{API}years/2027", body, content_type="application/json").status_code == 401
    assert admin.put(f"{API}years/2027", body, content_type="application/json").json()["published"] is True
    day = {"works": False, "reason": "停水"}
    changed = admin.put(f"{API}days/2026-12-02", day, content_type="application/json").json()
    assert changed["working_days"] == 247
