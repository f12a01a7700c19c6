"""Red line 1: nothing in the product marks a person as a risk, a focus or an object of control. Red line 2: no
recognition of faces, voices, gaits or plates, no cameras, no tracks. And staff are neither scored nor tracked."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.house.places import CONTEXTS, ROOT, SOURCE, short

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
