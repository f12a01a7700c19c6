"""Judge the trainer of categories on held-back texts: `dev.py manage evaluate_language --train F [F …] --test F`."""

from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Nothing is kept: the weights are forgotten when the command ends."""

    help = "Train on labelled CSV files and judge on another one. Columns: title, body, label, or tokens, label."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--train", nargs="+", type=Path, required=True, help="CSV files, also .csv.gz")
        parser.add_argument("--test", type=Path, required=True, help="a CSV file of rows that were held back")

    def handle(self, *args: Any, **options: Any) -> None:
        evaluating = import_module("huying.language.evaluating")
        for path in (*options["train"], options["test"]):
            if not path.is_file():
                raise CommandError(f"{path} is not there.")
        taught = [row for path in options["train"] for row in evaluating.read_rows(path)]
        tests = list(evaluating.read_rows(options["test"]))
        if len({row.label for row in taught}) < 2 or not tests:
            raise CommandError("Needs training rows of two labels at least, and rows to judge by.")
        self._tell(evaluating.judge(taught, tests))

    def _tell(self, found: Any) -> None:
        write = self.stdout.write
        write(f"trained on {found.trained:,} texts in {found.train_seconds:.1f} s of processor time")
        write(f"judged on {found.tested:,} texts; out of scope (label unknown to the training): {found.unknown:,}")
        write(f"macro-F1          {found.macro_f1:.4f}")
        for most, value in found.largest.items():
            write(f"  of the largest {most} {value:.4f}")
        write(f"accuracy          {found.accuracy:.4f}")
        for share, value in found.coverage.items():
            write(f"coverage at {share} %  {value:.4f}")
        write(f"suggested         {found.suggested:.4f} of them, right {found.suggested_right:.4f}")
        write(f"calibration error {found.calibration:.4f}")
        write(f"a text            {found.milliseconds:.2f} ms of processor time")
        if found.unknown:
            write(f"out of scope: abstained on {found.unknown_abstained:.4f} of {found.unknown:,}")
        for label, (count, value) in sorted(found.by_label.items(), key=lambda item: -item[1][0]):
            write(f"  {label}: {count:,} texts, F1 {value:.4f}")
