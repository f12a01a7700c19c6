"""docs/operations.md lists every setting as config/env.py has it."""

import re

from huying.config.env import settings_table
from tests.house.places import ROOT

TABLE = re.compile(r"<!-- settings: .*? -->\n(.*?)\n<!-- /settings -->", re.DOTALL)


def test_the_handbook_lists_every_setting() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = TABLE.search(text)
    assert found
    assert found[1] == settings_table(), "copy the table from: python3 -c 'from huying.config.env import ...'"
