"""The national division files are read in by one command; a second run changes nothing."""

import gzip
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from huying.kernel.actor import GUEST
from huying.kernel.errors import NotAllowed
from huying.territory import public
from huying.territory.actions.divisions import import_divisions
from huying.territory.models import Area, AreaChange, DivisionImport
from tests.territory.makers import SETTLED

pytestmark = pytest.mark.django_db
LINES = {
    "provinces.csv": ["code,name", '97,"南海省"'],
    "cities.csv": ["code,name,provinceCode", '9701,"临海市",97', '9719,"莞城市",97'],
    "areas.csv": ["code,name,cityCode,provinceCode", '970106,"滨海区",9701,97', '971900,"莞城市",9719,97'],
    "streets.csv": [
        "code,name,areaCode",
        '970106001,"重庆路街道",970106',
        '970106102,"安定镇",970106',
        '971900003,"东城街道",971900',
    ],
    "villages.csv.gz": [
        "code,name",
        '970106001001,"多福巷社区居委会"',
        '970106102201,"张家村委会"',
        '971900003001,"向阳居委会"',
    ],
}


@pytest.fixture
def folder(tmp_path):
    for name, lines in LINES.items():
        text = "\n".join(lines) + "\n"
        (tmp_path / name).write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return tmp_path


def run(folder, *options):
    out = StringIO()
    call_command("import_divisions", str(folder), *options, stdout=out)
    return out.getvalue()


def test_every_division_gets_its_place_and_the_second_run_changes_nothing(folder):
    assert "11 created, 0 renamed" in run(folder)
    assert "0 created, 0 renamed, 11 as before, 0 only here" in run(folder)
    assert DivisionImport.objects.count() == 1
    community = public.area_by_code("970106001001")
    assert (community.name, community.full_name, community.kind) == (
        "多福巷社区",
        "滨海区重庆路街道多福巷社区",
        "residents",
    )
    assert public.area_by_code("970106102201").name == "张家村"
    assert public.area_by_code("970106102000").kind == "town"
    assert community.path.startswith(public.area_by_code("970106000000").path)


def test_a_city_without_counties_keeps_its_repeated_code_at_both_levels(folder):
    run(folder)
    county = public.area_by_code("971900000000", "county")
    assert county.path.startswith(public.area_by_code("971900000000", "city").path)
    assert public.area_by_code("971900003001").path.startswith(county.path)


def test_names_are_sorted_by_pinyin_as_words_are_read(folder):
    run(folder)
    county = public.area_by_code("970106000000")
    assert [c.name for c in public.children(county.id)] == ["安定镇", "重庆路街道"]
    assert Area.objects.get(code="970106001000").sort_key == "chong qing lu jie dao"


def test_a_name_that_changed_in_a_later_list_is_a_rename_and_what_is_gone_is_left_alone(folder):
    run(folder)
    text = (
        (folder / "streets.csv")
        .read_text()
        .replace("重庆路街道", "成都路街道")
        .replace('970106102,"安定镇",970106\n', "")
    )
    (folder / "streets.csv").write_text(text)
    villages = [line for line in LINES["villages.csv.gz"] if "张家" not in line]
    (folder / "villages.csv.gz").write_bytes(gzip.compress("\n".join(villages).encode()))
    assert "0 created, 1 renamed, 8 as before, 2 only here" in run(folder, "--as-of", "2024-06-30")
    street = public.area_by_code("970106001000")
    assert street.name == "成都路街道"
    assert AreaChange.objects.get(area_id=street.id).on == date(2024, 6, 30)
    assert public.locate_text("重庆路街道")[0].area_id == street.id


def test_one_district_can_be_read_alone_with_what_is_above_it(folder):
    run(folder, "--within", "970106")
    assert set(Area.objects.values_list("level", flat=True)) == {"province", "city", "county", "street", "community"}
    assert not Area.objects.filter(code__startswith="9719").exists()


@pytest.mark.parametrize("line", ['970107001,"无上级街道",970107', 'x70106001,"坏代码",970106'])
def test_a_line_without_a_place_stops_everything_and_says_which(folder, line):
    with (folder / "streets.csv").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(CommandError, match=line[:9]):
        run(folder)
    assert not Area.objects.exists()


def test_a_missing_file_is_named(folder):
    (folder / "areas.csv").unlink()
    with pytest.raises(CommandError, match=r"areas\.csv"):
        run(folder)


def test_only_the_system_itself_reads_divisions_in():
    with pytest.raises(NotAllowed):
        import_divisions(GUEST, divisions=[], as_of=date(2023, 6, 30), at=SETTLED)
