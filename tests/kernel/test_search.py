"""Any piece of a text is found, exactly: the same rows as `LIKE` finds in the folded texts, and nothing else."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huying.kernel.folding import PAIRS, folded
from huying.kernel.search import containing, excerpt, grams, marked, said, terms
from huying.organisations.models import BodyFunction

pytestmark = pytest.mark.django_db

ALPHABET = "楼道灯不亮的了鑫３3aA%_\\'\"？?。 ，,\t（(·-—①ＡﬀßЖж\u3000\u00a0"
TEXTS = st.text(alphabet=ALPHABET, min_size=0, max_size=24)
PIECES = st.text(alphabet=ALPHABET, min_size=1, max_size=6)


def like(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(TEXTS, min_size=1, max_size=12), asked=PIECES, cut=st.tuples(st.integers(0, 30), st.integers(1, 6))
)
def test_what_is_found_is_what_like_finds(texts, asked, cut):
    """With wildcards, full-width forms, capitals, quotes and blanks; asked freely, and with a piece of a text."""
    BodyFunction.objects.all().delete()
    for number, text in enumerate(texts):
        BodyFunction.objects.create(code=f"one-{number}", name=f"{number:02d}", name_en=text.replace("\x00", "")[:80])
    piece = texts[0][cut[0] % max(1, len(texts[0])) :][: cut[1]]
    for words in (asked, piece):
        wanted = folded(words).split()
        with connection.cursor() as cursor:
            conditions = " AND ".join(["kernel_fold(name_en) LIKE %s"] * len(wanted)) or "false"
            cursor.execute(
                f"SELECT code FROM organisations_bodyfunction WHERE {conditions}", [like(one) for one in wanted]
            )
            expected = {code for (code,) in cursor.fetchall()}
        for indexed in (True, False):
            rows = containing(BodyFunction.objects.all(), words, "name_en", indexed=indexed)
            assert set(rows.values_list("code", flat=True)) == expected
        if wanted and wanted == [folded(piece)]:
            assert "one-0" in expected


def test_the_database_folds_and_cuts_as_the_program_does():
    every = "".join(chr(n) for n in range(1, 0x1_1000) if not 0xD800 <= n < 0xE000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_fold(%s)", [every])
        assert cursor.fetchone()[0] == folded(every)
        for text in ("楼道灯 不亮", "", " ", "a", "３3 幢%_\\"):
            cursor.execute("SELECT kernel_grams(%s)", [folded(text)])
            whole = {pair for piece in folded(text).split() for pair in [*piece, *grams(piece)]}
            assert set(cursor.fetchone()[0]) == whole
    assert folded(folded(every)) == folded(every)
    assert all(len(one) == len(into) == 1 for one, into in PAIRS.items())
    assert folded("\ud800a\x00b") == "?a b"


def test_an_index_on_columns_is_used():
    columns = ("name", "name_en")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE INDEX tried ON organisations_bodyfunction USING gin "
            "(kernel_grams(kernel_fold(COALESCE(name, '') || "
            "COALESCE(COALESCE(E'\\n', '') || COALESCE(name_en, ''), ''))))"
        )
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = containing(BodyFunction.objects.all(), "城管", *columns).explain()
    assert "tried" in plan, f"{said(*columns)}: {plan}"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("楼道 灯", ["楼道", "灯"]),
        ("  ", []),
        ("楼道灯 道灯", ["楼道灯"]),
        ("ＡＢ 3幢", ["ab", "3幢"]),
        ("灯\u3000灯", ["灯"]),
    ],
)
def test_words_are_taken_apart_at_blanks(words, wanted):
    assert terms(words) == wanted


def test_what_was_found_is_marked_and_safe():
    assert marked("<b>３幢</b> 楼道灯", "3幢 灯") == "&lt;b&gt;<mark>３幢</mark>&lt;/b&gt; 楼道<mark>灯</mark>"
    assert marked("a&b", "") == "a&amp;b"
    long = "前" * 200 + "<楼道灯>" + "后" * 200
    shown = excerpt(long, "楼道灯")
    assert "&lt;<mark>楼道灯</mark>&gt;" in shown
    assert (shown[:2], shown[-2:], len(shown) < 200) == ("…前", "后…", True)
    assert excerpt("短短一句", "没有") == "短短一句"
