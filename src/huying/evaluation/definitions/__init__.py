"""The definitions that come with the product, as data; the place's own versions stand in the database."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def shipped_indicators() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads((HERE / "indicators.toml").read_text(encoding="utf-8"))["indicator"])


@cache
def shipped_alerts() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads((HERE / "alerts.toml").read_text(encoding="utf-8"))["alert"])


@cache
def shipped_weights() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads((HERE / "weights.toml").read_text(encoding="utf-8"))["weights"])
