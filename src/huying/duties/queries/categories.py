"""The category tree: one entry with what it inherits, the whole tree, and what a text sounds like."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from huying.duties.models import Category
from huying.kernel.kept import Kept, group

KEPT = group("categories", "duties_category")
_rows: Kept[str, dict[str, Category]] = Kept(KEPT)
_trees: Kept[date | None, tuple["CategoryBrief", ...]] = Kept(KEPT, most=100)


@dataclass(frozen=True, slots=True)
class CategoryBrief:
    """One entry; class, leads and flags are its own or inherited from above."""

    code: str
    level: int
    parent_code: str
    name: str
    name_en: str
    path_names: tuple[str, ...]
    klass: str
    leads: tuple[str, ...]
    lead_words: str
    confidential: bool
    on_site: bool
    citymgmt_map: str
    keywords: tuple[str, ...]
    active: bool

    @property
    def label(self) -> str:
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name

    @property
    def full_name(self) -> str:
        return " › ".join(self.path_names)


def codes_above(code: str) -> tuple[str, ...]:
    """The entry itself and those above it, most specific first: 010202 → 010202, 0102, 01."""
    return tuple(code[:length] for length in (6, 4, 2) if length <= len(code))


def _all() -> dict[str, Category]:
    """Every entry by its code, in order; only read, never changed."""
    return _rows.one("all", lambda: {row.code: row for row in Category.objects.order_by("code")})


def matter_of(code: str) -> str:
    """The second level, by which matters are told apart everywhere; a third may be given below it."""
    return code[:4]


def category(code: str, *, on: date | None = None) -> CategoryBrief | None:
    rows = _all()
    return _brief([rows[above] for above in codes_above(code) if above in rows], on) if code in rows else None


def categories(codes: Iterable[str]) -> dict[str, CategoryBrief]:
    """Several at once."""
    rows = _all()
    return {code: _brief([rows[a] for a in codes_above(code) if a in rows], None) for code in set(codes) & set(rows)}


def category_tree(*, on: date | None = None) -> list[CategoryBrief]:
    """Every entry in order of its code; with `on`, only those in use on that day."""
    return list(_trees.one(on, lambda: tuple(_tree(on))))


def _tree(on: date | None) -> list[CategoryBrief]:
    rows = _all()
    briefs = [_brief([rows[a] for a in codes_above(code) if a in rows], on) for code in rows]
    return [entry for entry in briefs if entry.active] if on else briefs


def leaf_choices(*, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """For a select: level-2 entries and their level-3 entries, grouped by level 1."""
    tree = category_tree(on=on)
    return [
        (top.label, [(e.code, _indented(e)) for e in tree if e.level > 1 and e.code.startswith(top.code)])
        for top in tree
        if top.level == 1
    ]


@dataclass(frozen=True, slots=True)
class CategoryGuess:
    code: str
    score: int
    words: tuple[str, ...]


def categories_sounding_like(text: str, *, on: date, limit: int = 5) -> list[CategoryGuess]:
    """Entries whose name or keywords occur in the text, longest words first; a suggestion, never a decision."""
    guesses = [_guess(entry, text) for entry in category_tree(on=on) if entry.level > 1]
    found = [guess for guess in guesses if guess.score]
    return sorted(found, key=lambda guess: (-guess.score, -len(guess.code), guess.code))[:limit]


def category_rows(tree: list[CategoryBrief], *, words: str = "", top: str = "") -> list[CategoryBrief]:
    """Of a tree already read, the entries under `top` or those with these words in a name or keyword."""
    rows = [entry for entry in tree if entry.code.startswith(top)]
    return [entry for entry in rows if _says(entry, words.casefold())] if words else rows


def _says(entry: CategoryBrief, words: str) -> bool:
    return any(words in text.casefold() for text in (entry.code, entry.name, entry.name_en, *entry.keywords))


def in_use(row: Category, on: date) -> bool:
    return row.active_from <= on and (row.active_to is None or row.active_to > on)


def _brief(chain: list[Category], on: date | None) -> CategoryBrief:
    own = chain[0]
    return CategoryBrief(
        code=own.code,
        level=own.level,
        parent_code=chain[1].code if len(chain) > 1 else "",
        name=own.name,
        name_en=own.name_en,
        path_names=tuple(row.name for row in reversed(chain)),
        klass=next((row.default_class for row in chain if row.default_class), ""),
        leads=next((tuple(row.default_leads) for row in chain if row.default_leads), ()),
        lead_words=next((row.lead_words for row in chain if row.lead_words), ""),
        confidential=next((row.default_confidential for row in chain if row.default_confidential is not None), False),
        on_site=next((row.on_site for row in chain if row.on_site is not None), False),
        citymgmt_map=next((row.citymgmt_map for row in chain if row.citymgmt_map), ""),
        keywords=tuple(own.keywords),
        active=all(in_use(row, on) for row in chain) if on else own.active_to is None,
    )


def _indented(entry: CategoryBrief) -> str:
    return entry.label if entry.level == 2 else f"　{entry.label}"


def _guess(entry: CategoryBrief, text: str) -> CategoryGuess:
    words = tuple(word for word in dict.fromkeys((entry.name, *entry.keywords)) if word and word in text)
    return CategoryGuess(entry.code, sum(len(word) for word in words), words)
