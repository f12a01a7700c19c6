"""Documents drawn from the code: a picture of every workflow, and who may do what by every rule."""

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import Exists, Lookup, Model, Q, QuerySet
from django.db.models.lookups import In

from huying.kernel.actor import GUEST, ROLES, SYSTEM, Actor, Post
from huying.kernel.rulebook import RuleBook
from huying.kernel.workflow import Workflow

NOTE = "<!-- Drawn by `manage.py draw`. Change the code, not this file. -->\n"
PERSON = Actor(kind="person", account_id=1)


def workflows() -> dict[str, Workflow]:
    """Every workflow of the loaded contexts, by context and name: "cases.case"."""
    return {flow.name or name: flow for name, flow in _found(Workflow)}


def rule_books() -> dict[str, RuleBook]:
    """Every rule book of the loaded contexts, by where it stands: "cases", "organisations.posts"."""
    return {book.name or name: book for name, book in _found(RuleBook)}


def _found(kind: type) -> Iterator[tuple[str, Any]]:
    """Each one where it is made: modules named states or rules, and packages of these names."""
    seen: set[int] = set()
    for module in sorted(sys.modules, key=lambda name: (-name.count("."), name)):
        parts = module.split(".")
        content = sys.modules[module]
        if parts[0] != "huying" or len(parts) < 3 or parts[2] not in ("states", "rules"):
            continue
        for attribute, value in sorted(vars(content).items()):
            if isinstance(value, kind) and id(value) not in seen:
                seen.add(id(value))
                yield ".".join([parts[1], *parts[3:], *_short(attribute)]), value


def _short(attribute: str) -> list[str]:
    word = attribute.lower().removesuffix("_flow").removesuffix("_rules")
    return [] if word == "rules" else [word]


def states_page(name: str, flow: Workflow) -> str:
    """One workflow: the picture, and the table of its edges."""
    lines = [NOTE, f"# States: {name}\n", "```mermaid", flow.as_mermaid(), "```\n"]
    lines += ["| edge | step | from | to | who | clock |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {e.id} | {e.step} | {e.source} | {e.after} | {', '.join(e.who)} | {e.clock or '—'} |" for e in flow.edges
    ]
    return "\n".join(lines) + "\n"


def permissions_page() -> str:
    """Every rule: in the words of its docstring, and whom it lets in at all; where and which rows, the words say."""
    lines = [
        NOTE,
        "# Who may do what\n",
        "A stranger to a thing gets “not found”; a colleague without the right, “not allowed”.",
        "A step of a workflow says by which rows of its table of states it is taken, by whom, and in which states.\n",
    ]
    for name, book in sorted(rule_books().items()):
        lines += [f"## {name}\n", "| may | who, in words | roles it looks at |", "|---|---|---|"]
        told = ((rule, _words(name, rule, book.rule(rule)), ", ".join(holders(book, rule)) or "—") for rule in book)
        lines += [f"| {rule} | {words} | {roles} |" for rule, words, roles in told]
        lines.append("")
    return "\n".join(lines)


def holders(book: RuleBook, rule: str) -> list[str]:
    """Who is let in for anything at all: a role counts when holding it changes the answer."""
    plain = _print(book.query(_holder("nobody"), to=rule))
    found = [role for role in ROLES if _print(book.query(_holder(role), to=rule)) != plain]
    others = (("system", SYSTEM), ("guest", GUEST), ("anyone signed in", PERSON))
    found += [word for word, actor in others if _lets_in(book.query(actor, to=rule))]
    colleague = _lets_in(book.query(_holder("nobody"), to=rule))
    return [*found, "any colleague"] if colleague and "anyone signed in" not in found else found


def _holder(role: str) -> Actor:
    return Actor(kind="person", account_id=1, posts=(Post(role=role, area_path="/1/", body_id=1),))


def _print(node: Any) -> str:
    """A query as text, the same for equal queries; Django does not compare subqueries."""
    if isinstance(node, Exists):
        return f"EXISTS {_print(node.query.where)}"
    if hasattr(node, "children"):
        inner = ", ".join(_print(child) for child in node.children)
        return f"{'NOT ' if node.negated else ''}{node.connector}({inner})"
    if isinstance(node, Lookup):
        return f"{node.lookup_name} {_print(node.lhs)} {_print(node.rhs)}"
    if isinstance(node, tuple):
        return f"({', '.join(_print(part) for part in node)})"
    if isinstance(node, QuerySet):
        return str(node.query)  # its words, never its rows
    return repr(node)


def _lets_in(node: Any) -> bool:
    """Whether anything can be left: a condition "one of none" shuts the door."""
    if isinstance(node, Exists):
        return _lets_in(node.query.where)
    if isinstance(node, In):
        return bool(node.rhs)
    if isinstance(node, tuple):
        return not str(node[0]).endswith("__in") or bool(node[1])
    if not hasattr(node, "children") or node.negated:
        return True
    open_parts = [_lets_in(part) for part in node.children]
    return any(open_parts) if node.connector == Q.OR else all(open_parts)


def _words(book: str, name: str, rule: Callable[[Actor], Q]) -> str:
    """What the rule says of itself; a step of a workflow: by which rows of the table, who, and where it starts."""
    if said := " ".join((inspect.getdoc(rule) or "").split()).replace("|", "/"):
        return said
    flows = (flow for title, flow in workflows().items() if title.split(".")[0] == book.split(".")[0])
    ways: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for edge in (edge for flow in flows for edge in flow.edges if edge.step == name):
        ways.setdefault((edge.id, edge.who), []).append(edge.source)
    return "; ".join(f"{id_}: {' or '.join(who)}, {_starts(sources)}" for (id_, who), sources in ways.items())


def _starts(sources: list[str]) -> str:
    return f"in {' or '.join(sources)}" if len(sources) <= 5 else f"in {len(sources)} states"


def who_may(book: RuleBook, *, actors: dict[str, Actor], row: Model) -> dict[str, set[str]]:
    """The whole table of one row: for each rule the names of the actors whom it lets in. For tests of rules."""
    return {rule: {name for name, actor in actors.items() if book.allows(actor, to=rule, row=row)} for rule in book}


def pages() -> dict[str, str]:
    """File name and content of every drawn document."""
    drawn = {
        f"states-{name.replace('.', '-')}.md": states_page(name, flow) for name, flow in sorted(workflows().items())
    }
    return {**drawn, "permissions.md": permissions_page()}


def write(folder: Path) -> list[str]:
    """Write what changed and take away what is no longer drawn. Says which files were touched."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = pages()
    touched = []
    for name, content in drawn.items():
        file = folder / name
        if not file.exists() or file.read_text(encoding="utf-8") != content:
            file.write_text(content, encoding="utf-8")
            touched.append(name)
    for file in folder.glob("*.md"):
        if file.name not in drawn and file.read_text(encoding="utf-8").startswith(NOTE):
            file.unlink()
            touched.append(file.name)
    return touched
