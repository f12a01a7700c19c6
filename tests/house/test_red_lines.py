"""Red line 1: nothing in the product marks a person as a risk, a focus or an object of control. Red line 2: no
recognition of faces, voices, gaits or plates, no cameras, no tracks. 3: no dossier of a household. 6: who asks too
often is slowed for days at most and stands on no list. 9: no statistic of safety that could be joined with anything.
And staff are neither scored nor tracked."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from huying.people.actions.sign_in import LOCKED_FOR
from huying.territory.models import Population
from tests.house.places import CONTEXTS, ROOT, SOURCE, python_files, short, tree

MARKS = (
    "重点人|重点管控|上访人|信访人员|上访户|缠访|闹访|吸毒|涉毒人|刑满|释放人员|社区矫正|精神障碍|精神病|肇事肇祸|黑名单|钉子户|"
    "危险人员|高危人|风险人员|稳控|维稳对象|两劳|邪教人员|人员标签|人脸识别|人脸比对|声纹|步态|车牌识别|摄像头接入|轨迹上报|工作人员积分|干部积分|"
    "员工排名|签到打卡"
)
NAMES = (
    "blacklist|watchlist|black_list|watch_list|key_person|focus_person|risk_person|risk_level_of_person|petitioner|"
    "drug_user|ex_convict|convict|offender|mental|troublemaker|suspect|person_tag|person_score|citizen_score|"
    "social_credit|face_id|face_print|voice_print|gait|plate_number|licence_plate|license_plate|camera|device_track|"
    "gps_track|track_point|staff_points|staff_score|staff_rank|leaderboard|staff_checkin|online_minutes"
)
MARK = re.compile(MARKS)
NAME = re.compile(rf"(?:^|_)(?:{NAMES})(?:_|$|s$)", re.IGNORECASE)
SEEDS = ("*.json", "*.csv", "*.tsv", "*.txt", "*.toml", "*.yaml", "*.yml", "*.geojson")


def words_of_the_schema() -> Iterator[tuple[str, str]]:
    """(where, word) for each table, column, label, help text and enum value."""
    for label in CONTEXTS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            yield model._meta.label, model._meta.db_table
            yield model._meta.label, str(model._meta.verbose_name)
            for field in model._meta.get_fields():
                if isinstance(field, models.Field):
                    yield str(field), field.column or field.name
                    yield str(field), f"{field.verbose_name} {field.help_text}"
                    yield from ((str(field), str(word)) for choice in field.flatchoices for word in choice)


def test_no_table_column_label_or_value_marks_a_person() -> None:
    found = [(where, word) for where, word in words_of_the_schema() if MARK.search(word) or NAME.search(word)]
    assert found == []


def test_no_template_seed_or_source_marks_a_person() -> None:
    """Sources too, because states, roles, categories and purposes are written there."""
    found = [
        f"{short(path)}: {hit[0]}"
        for pattern in ("*.html", "*.py", "*.po", *SEEDS)
        for path in sorted(SOURCE.rglob(pattern))
        if "build" not in path.parts and (hit := MARK.search(path.read_text(encoding="utf-8")))
    ]
    found += [
        f"{short(path)}: {hit[0]}"
        for path in sorted((ROOT / "frontend").rglob("*.ts"))
        if "node_modules" not in path.parts and (hit := MARK.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize("word", ["people_blacklist", "staff_points", "watch_list", "face_id", "gps_tracks"])
def test_the_list_of_names_would_notice(word: str) -> None:
    assert NAME.search(word)


@pytest.mark.parametrize(
    "word", ["surface", "interface_id", "department_id", "backtrack", "tracking_code", "environmental"]
)
def test_the_list_of_names_lets_plain_words_pass(word: str) -> None:
    assert not NAME.search(word)


@pytest.mark.parametrize("word", ["重点人员名单", "刑满释放", "人脸识别"])
def test_the_list_of_marks_would_notice(word: str) -> None:
    assert MARK.search(word)


HOUSEHOLD = re.compile(
    r"(?:^|_)(?:households?|dossiers?|famil(?:y|ies)|home_visits?|visit_notes?|visits|hukou|tenants?|next_of_kin|spouse)(?:_|$)"
    r"|户籍|户主信息|家庭成员|家庭档案|一户一档|入户走访|走访记录|住户档案|租户登记",
    re.IGNORECASE,
)
SAFETY = re.compile(
    r"(?:^|_)(?:crimes?|criminal|police|arrests?|drugs?|offences?|offenses?|public_security|safety_(?:score|index))(?:_|$)"
    r"|发案|警情|治安案件|刑事案件|涉毒|吸贩毒",
    re.IGNORECASE,
)
BARRED = re.compile(
    r"(?:^|_)(?:blocked|blocklist|block_list|banned|barred|denylist|deny_list|muted|shadow_banned|refused_callers?)(?:_|$)"
    r"|拉黑|禁言|封禁|限制来电|骚扰名单",
    re.IGNORECASE,
)
COUNTS_AND_NUMBERS = {
    "households": "how many households a grid has",
    "households_min": "the size that the rules want",
    "households_max": "the size that the rules want",
    "police_record": "the number under which the site is registered",
}
LONGEST_LIMIT = timedelta(days=7)


def named_like(words: re.Pattern[str]) -> list[tuple[str, str]]:
    return [
        (where, word) for where, word in words_of_the_schema() if words.search(word) and word not in COUNTS_AND_NUMBERS
    ]


def test_no_table_holds_a_household_a_visit_or_a_dossier() -> None:
    """Red line 3. Buildings and estates are places; who lives there is nowhere written."""
    assert named_like(HOUSEHOLD) == []
    pointing = {
        model._meta.label: [field.name for field in model._meta.get_fields() if field.related_model is not None]
        for model in apps.get_app_config("territory").get_models()
    }
    assert [name for name, fields in pointing.items() if {"account", "person", "resident", "owner"} & set(fields)] == []


def test_no_table_bars_a_person() -> None:
    """Red line 6: repeat callers are handled by matter, never by a list of persons."""
    assert named_like(BARRED) == []
    counted = apps.get_model("kernel", "RateCount")
    assert {field.name for field in counted._meta.get_fields()} == {
        "id",
        "subject",
        "window_start",
        "hits",
        "expires_at",
    }


def throttled() -> Iterator[tuple[str, list[timedelta]]]:
    """(where, windows) for each call of the throttle; a window out of a loop is any of the module's PER_… tables."""
    for path in python_files("src"):
        calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
        for call in calls:
            if ast.unparse(call.func) == "throttle.check":
                yield f"{short(path)}:{call.lineno}", list(_windows(call, _module(path)))


def _module(path: Path) -> dict[str, Any]:
    return vars(import_module(".".join(path.relative_to(ROOT / "src").with_suffix("").parts)))


def _windows(call: ast.Call, names: dict[str, Any]) -> Iterator[timedelta]:
    said = call.args[1] if isinstance(call.args[1], ast.Starred) else call.args[2]
    local = isinstance(said, ast.Name) and said.id not in names
    tables = [value for name, value in names.items() if name.startswith("PER_")]
    found = tables if local else [eval(ast.unparse(said).lstrip("*"), names)]
    yield from _deltas(found)


def _deltas(value: Any) -> Iterator[timedelta]:
    if isinstance(value, timedelta):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _deltas(one)


def test_whoever_asks_too_often_is_slowed_for_seven_days_at_most() -> None:
    """Red line 6. Each limit of the product, with its window; and the lock after wrong passwords."""
    limits = dict(throttled())
    assert len(limits) >= 12
    assert [where for where, windows in limits.items() if not windows or max(windows) > LONGEST_LIMIT] == []
    assert max(LOCKED_FOR, settings.AXES_COOLOFF_TIME) <= LONGEST_LIMIT


def test_no_statistic_of_safety_is_kept_and_population_is_a_total_of_an_area() -> None:
    """Red line 9. Should such totals ever come in, this test says where they must not lie."""
    assert named_like(SAFETY) == []
    assert {field.name for field in Population._meta.get_fields() if field.related_model} <= {"area"}


@pytest.mark.parametrize(
    ("line", "word"),
    [(HOUSEHOLD, "household_id"), (HOUSEHOLD, "家庭成员"), (SAFETY, "crime_count"), (SAFETY, "警情"),
     (BARRED, "banned_until"), (BARRED, "骚扰名单")],
)  # fmt: skip
def test_the_other_lists_would_notice(line: re.Pattern[str], word: str) -> None:
    assert line.search(word)
