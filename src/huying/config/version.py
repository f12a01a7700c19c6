"""The version of the product, from the installed package or, in a checkout, from pyproject.toml."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def _read() -> str:
    checkout = Path(__file__).resolve().parents[3] / "pyproject.toml"
    if checkout.exists():
        return str(tomllib.loads(checkout.read_text(encoding="utf-8"))["project"]["version"])
    try:
        return version("huying")
    except PackageNotFoundError:
        return "0"


VERSION = _read()
