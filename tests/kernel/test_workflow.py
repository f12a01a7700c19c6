"""A workflow is a table that is checked when it is read in."""

import pytest

from huying.kernel.errors import StepNotAllowed
from huying.kernel.workflow import Edge, Workflow

EDGES = (
    Edge("E1", "send", "draft", "sent", ("author",), "start"),
    Edge("E2", "answer", "sent", "closed", ("clerk",)),
    Edge("E3", "return", "sent", "draft", ("clerk",)),
    Edge("E4", "note", "sent", None, ("clerk",)),
    Edge("E5", "split", "sent", "closed", ("clerk",)),
    Edge("E6", "split", "sent", "draft", ("clerk",)),
)
FLOW = Workflow(initial="draft", final=["closed"], edges=EDGES)


def test_every_step_from_every_state() -> None:
    allowed = {
        "draft": {"send": "sent"},
        "sent": {"answer": "closed", "return": "draft", "note": "sent"},
        "closed": {},
    }
    for state in FLOW.states:
        for step in {edge.step for edge in EDGES} - {"split"}:
            if step in allowed[state]:
                assert FLOW.after(step, state) == allowed[state][step]
            else:
                with pytest.raises(StepNotAllowed) as refused:
                    FLOW.after(step, state)
                assert refused.value.facts["allowed"] == FLOW.steps_from(state)


def test_a_step_with_two_ways_asks_which() -> None:
    with pytest.raises(StepNotAllowed):
        FLOW.edge("split", "sent")
    assert FLOW.edge("split", "sent", target="draft").id == "E6"


@pytest.mark.parametrize(
    ("final", "edges", "complaint"),
    [
        ([], EDGES[:1], "no way out of .*sent"),
        (["sent", "lost"], EDGES[:1], "no way into .*lost"),
        (["sent"], (*EDGES[:1], Edge("E9", "wait", "limbo", "sent", ())), "no way into .*limbo"),
    ],
)
def test_a_table_with_a_dead_end_or_an_island_is_refused(
    final: list[str], edges: tuple[Edge, ...], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        Workflow(initial="draft", final=final, edges=edges)


def test_the_picture_shows_every_edge_once() -> None:
    drawn = FLOW.as_mermaid().splitlines()
    assert drawn[:2] == ["stateDiagram-v2", "    [*] --> draft"]
    assert [line for line in drawn if "E4" in line] == ["    sent --> sent: E4 note"]
    assert len(drawn) == 2 + len(EDGES) + 1
