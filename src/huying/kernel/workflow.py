"""States as a table on one screen: which step leads from where to where, who takes it and what clock it moves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huying.kernel.errors import StepNotAllowed


@dataclass(frozen=True, slots=True)
class Edge:
    """One row of a workflow table. `target` None leaves the state as it is; `clock` says what happens to limits."""

    id: str
    step: str
    source: str
    target: str | None
    who: tuple[str, ...]
    clock: str = ""

    @property
    def after(self) -> str:
        return self.source if self.target is None else self.target


class Workflow:
    """A checked table of edges. Raises ValueError at import when a state is unreachable or has no way out."""

    def __init__(self, *, initial: str, final: Iterable[str], edges: Iterable[Edge], name: str = "") -> None:
        self.name = name
        self.initial = initial
        self.final = frozenset(final)
        self.edges = tuple(edges)
        self.states = frozenset({initial, *self.final, *(e.source for e in self.edges), *(e.after for e in self.edges)})
        self._by_step: Mapping[tuple[str, str], tuple[Edge, ...]] = self._index()
        self._check()

    def _index(self) -> dict[tuple[str, str], tuple[Edge, ...]]:
        index: dict[tuple[str, str], tuple[Edge, ...]] = {}
        for edge in self.edges:
            key = (edge.step, edge.source)
            index[key] = (*index.get(key, ()), edge)
        return index

    def _check(self) -> None:
        stuck = {s for s in self.states - self.final if not any(e.source == s and e.after != s for e in self.edges)}
        reached = {self.initial}
        while fresh := {e.after for e in self.edges if e.source in reached} - reached:
            reached |= fresh
        if stuck or self.states - reached:
            raise ValueError(f"workflow: no way out of {sorted(stuck)}, no way into {sorted(self.states - reached)}")

    def edge(self, step: str, state: str, *, target: str | None = None) -> Edge:
        """The edge this step takes from this state; with several targets, the one named. Raises StepNotAllowed."""
        edges = self._by_step.get((step, state), ())
        fitting = [e for e in edges if target is None or e.after == target]
        if len(fitting) != 1:
            raise StepNotAllowed(step=step, state=state, allowed=self.steps_from(state))
        return fitting[0]

    def after(self, step: str, state: str, *, target: str | None = None) -> str:
        return self.edge(step, state, target=target).after

    def steps_from(self, state: str) -> list[str]:
        """Steps that leave this state or stay in it, in table order, each once."""
        return list(dict.fromkeys(e.step for e in self.edges if e.source == state))

    def as_mermaid(self) -> str:
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {e.source} --> {e.after}: {e.id} {e.step}" for e in self.edges]
        lines += [f"    {state} --> [*]" for state in sorted(self.final)]
        return "\n".join(lines)
