"""The lines of one batch of past cases, and the one transaction that writes them."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from huying.cases.history import lines
from huying.cases.history.past import PastCase
from huying.cases.history.story import told
from huying.cases.masking import without_numbers
from huying.kernel import bulkload
from huying.kernel.clock import day_of
from huying.kernel.publicnumber import next_numbers


class Batch:
    """Numbers are drawn before the transaction: whoever waits for another batch holds nothing that it needs."""

    def __init__(self, source: str, new: list[PastCase], words: "Words", *, at: datetime) -> None:
        self.source, self.new, self.words = source, new, words
        self.lines: dict[str, list[str]] = {table: [] for table in lines.TABLES}
        self.at = bulkload.moment(at)
        self.numbers = self._numbers()

    def write(self) -> None:
        if not self.new:
            return
        ids = {table: iter(bulkload.take_numbers(f"{table}_id_seq", count)) for table, count in self._wanted()}
        told_of = []
        for past, number in zip(self.new, self.numbers, strict=True):
            case_id, when = next(ids[lines.CASE.table]), past.written()
            self._rows(past, str(case_id), number, when, ids)
            told_of.append((case_id, told(past, case_id, number, when)))
        stories = bulkload.Stories("case", rows=sum(len(story) for _case_id, story in told_of))
        for case_id, story in told_of:
            stories.add(case_id, story)
        for form in lines.FORMS:
            form.copy(self.lines[form.table])
        stories.write()

    def _wanted(self) -> Iterator[tuple[str, int]]:
        """How many numbers each table needs."""
        yield lines.CASE.table, len(self.new)
        yield lines.ORIGIN.table, len(self.new)
        yield lines.ORDER.table, sum(past.dispatched_at is not None for past in self.new)
        both = (past.dispatched_at is not None and past.finished_at is not None for past in self.new)
        yield lines.RESULT.table, sum(both)
        yield lines.RATING.table, sum(past.rating is not None for past in self.new)

    def _numbers(self) -> list[str]:
        """Public numbers, of the year of filing, in the order of the batch."""
        years = [day_of(past.filed_at).year for past in self.new]
        drawn = {year: iter(next_numbers("case", year=year, count=count)) for year, count in Counter(years).items()}
        return [next(drawn[year]) for year in years]

    def _rows(self, past: PastCase, pk: str, number: str, when: lines.Written, ids: dict[str, Iterator[int]]) -> None:
        put = self.lines
        hidden = past.kind == "report" or self.words.confidential[past.category_code]
        title = self.words.titles[past.category_code]
        if past.title and not hidden:
            title = bulkload.text(without_numbers(past.title)[:80])
        put[lines.CASE.table].append(
            lines.case_line(past, pk, number, hidden=hidden, title=title, when=when, at=self.at)
        )
        origin_id = str(next(ids[lines.ORIGIN.table]))
        put[lines.ORIGIN.table].append(lines.origin_line(past, origin_id, pk, source=self.source, at=self.at))
        if past.dispatched_at is not None:
            order_id = str(next(ids[lines.ORDER.table]))
            put[lines.ORDER.table].append(lines.order_line(past, order_id, pk, hidden=hidden, when=when))
            if past.finished_at is not None:
                mine = (str(next(ids[lines.RESULT.table])), pk, order_id)
                put[lines.RESULT.table].append(lines.result_line(past, mine, hidden=hidden, when=when))
        if past.rating is not None:
            rating_id = str(next(ids[lines.RATING.table]))
            put[lines.RATING.table].append(lines.rating_line(past.rating, rating_id, pk, hidden=hidden, at=when[5]))


class Words:
    """What kinds of matter are called, as COPY takes it, and which are confidential."""

    def __init__(self, titles: dict[str, str], confidential: dict[str, bool]) -> None:
        self.titles, self.confidential = titles, confidential
