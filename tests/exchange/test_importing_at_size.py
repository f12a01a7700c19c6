"""Ten years of another city go through the same importer: holes are reported, a kill is survived."""

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from django.conf import settings

from huying.cases.models import Case, CaseOrigin
from huying.exchange.models import ImportRun
from huying.kernel.verification import verify
from huying.territory.models import Area
from tests.addresses import address
from tests.cases.makers import settle
from tests.exchange.importing import NYC, SAMPLES

needs_data = pytest.mark.skipif(not NYC.exists(), reason=f"the shared data is not there: {NYC}")
ROWS = 6_000


@pytest.fixture
def cut(tmp_path: Path) -> tuple[Path, Path]:
    """The first rows of the real file, and its mapping for this town."""
    town = settle()
    with gzip.open(NYC, "rt", encoding="utf-8", newline="") as file:
        rows = list(islice(csv.reader(file), ROWS + 1))
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    content = tmp_path / "cut.csv.gz"
    content.write_bytes(gzip.compress(out.getvalue().encode()))
    mapping = json.loads((SAMPLES / "nyc_mapping.json").read_text(encoding="utf-8"))
    mapping["usual"]["area"] = Area.objects.get(pk=town.county.pk).code
    told = tmp_path / "mapping.json"
    told.write_text(json.dumps(mapping), encoding="utf-8")
    return content, told


def command(content: Path, mapping: Path) -> "subprocess.Popen[str]":
    env = os.environ | {
        "HUYING_DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "huying.config.base",
        "PYTHONPATH": str(settings.PACKAGE.parent),
    }  # fmt: skip
    told = [
        sys.executable,
        "-m",
        "django",
        "import_cases",
        "nyc",
        str(content),
        "--mapping",
        str(mapping),
        "--batch",
        "1000",
    ]
    return subprocess.Popen([*told, "--batch", "500"], env=env, stdout=subprocess.PIPE, text=True)


@needs_data
@pytest.mark.django_db(transaction=True)
def test_a_killed_import_goes_on_and_each_row_is_there_once(cut: tuple[Path, Path]) -> None:
    first = command(*cut)
    assert first.stdout is not None
    for _line in islice((line for line in first.stdout if "rows" in line), 4):
        pass
    first.kill()
    first.wait()
    half = CaseOrigin.objects.count()
    assert 0 < half < ROWS, "it was killed on its way"
    second = command(*cut)
    said, _nothing = second.communicate(timeout=120)
    run = ImportRun.objects.get()
    refused = run.counts["refused"]
    assert run.finished_at is not None
    assert run.counts["history"] + run.counts.get("known", 0) + refused == run.rows == ROWS
    assert CaseOrigin.objects.count() == Case.objects.count() == run.counts["history"]
    assert "closed_at: still_open" in said
    assert verify(thing="case").findings == []
