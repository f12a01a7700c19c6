"""Kinds of matter under the codes of another system, for apps that know only those: `service_scheme=<source>`.

The table is the one by which files of that system are read (`CategoryWord`): their code in, their code out.
"""

from dataclasses import dataclass, replace
from typing import Any

from huying.cases.public import Wanted
from huying.exchange.errors import not_found
from huying.exchange.open311.asking import Given
from huying.exchange.queries import words_inward, words_outward


@dataclass(frozen=True, slots=True)
class Scheme:
    """Both ways; without a scheme every code is our own."""

    inward: dict[str, str]
    outward: dict[str, str]
    named: bool = False

    def ours(self, code: str) -> str:
        """What is not in the table is none of theirs, and found nowhere."""
        return self.inward.get(code, "") if self.named else code

    def theirs(self, code: str) -> str:
        """By the kind above where they know no finer; ours where they know none."""
        return self.outward.get(code) or self.outward.get(code[:4]) or code

    def wanted(self, wanted: Wanted) -> Wanted:
        if not self.named or not wanted.categories:
            return wanted
        return replace(wanted, categories=tuple(self.ours(code) or "-" for code in wanted.categories))

    def told(self, row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "service_code": self.theirs(row["service_code"])} if self.named else row

    def services(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Only those that the other system has a code for."""
        return [self.told(row) for row in rows if row["service_code"] in self.outward] if self.named else rows


OWN = Scheme({}, {})


def scheme_of(given: Given) -> Scheme:
    code = given.word("service_scheme")
    if not code:
        return OWN
    outward = words_outward(code)
    if not outward:
        raise not_found("service_scheme", "service_scheme provided was not found")
    return Scheme(words_inward(code), outward, named=True)
