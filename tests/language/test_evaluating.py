"""The command that judges on held-back rows tells what a person needs to know, and keeps nothing."""

import csv
import gzip
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from huying.language.evaluating import calibration_error, coverage_at, macro_f1_of_largest
from tests.language.makers import texts


def _write(path: Path, rows: list[dict[str, str]]) -> str:
    out = StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    text = out.getvalue().encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return str(path)


def test_it_trains_on_several_files_of_both_forms_and_reports_strangers_apart(tmp_path: Path) -> None:
    known = texts()
    cut = [{"tokens": " ".join(text), "label": label} for label, text in known[::2]]
    written = [{"title": text[:6], "body": text, "label": label} for label, text in known[1::2]]
    tests = [{"title": "", "body": f"昨天{text}", "label": label} for label, text in known[::3]]
    tests.append({"title": "", "body": "社保缴费基数", "label": "stranger"})
    one, two = _write(tmp_path / "one.csv.gz", cut), _write(tmp_path / "two.csv", written)
    out = StringIO()
    call_command(
        "evaluate_language", train=[Path(one), Path(two)], test=Path(_write(tmp_path / "t.csv", tests)), stdout=out
    )
    said = out.getvalue()
    assert "trained on 72 texts" in said
    assert "judged on 24 texts" in said
    assert "out of scope (label unknown to the training): 1" in said
    score = float(next(line for line in said.splitlines() if line.startswith("macro-F1")).split()[1])
    assert score > 0.9
    for wanted in ("accuracy", "coverage at 95 %", "coverage at 99 %", "calibration error", "ms of processor time"):
        assert wanted in said


def test_it_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not there"):
        call_command("evaluate_language", train=[tmp_path / "no.csv"], test=tmp_path / "no.csv")


def test_coverage_calibration_and_the_largest_labels_are_counted_as_they_are_named() -> None:
    sure = np.array([0.9, 0.8, 0.7, 0.6])
    assert coverage_at(sure, np.array([True, True, True, False]), 0.95) == 0.75
    assert coverage_at(sure, np.array([False, True, True, True]), 0.95) == 0.0
    assert calibration_error(np.array([0.95, 0.95]), np.array([True, False])) == pytest.approx(0.45)
    right, guessed = np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 0, 1, 1, 0])
    assert macro_f1_of_largest(right, guessed, 2) == pytest.approx((6 / 7 + 1) / 2)
