"""Who acts: an Actor is a frozen value made at the edge and handed to every rule and action."""

from dataclasses import dataclass, replace
from typing import Literal, Self

ActorKind = Literal["person", "system", "guest", "token"]
ROLES = (
    "intake", "dispatcher", "adjudicator", "handler", "unit_lead", "grid_worker", "street_coordinator",
    "county_command", "supervisor", "callback", "reviewer", "dpo", "list_keeper", "community_secretary",
    "system_admin", "security_admin", "audit_admin",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """A role held in one area subtree, for one body and its line, e.g. dispatcher of /1/15/320/.

    `area_path` is a path of Area ids ("/1/15/320/"); `body_id` is the body for which the role is held, None for roles
    that are not tied to a body; `line_path` limits the role to bodies under that line ("" means every line).
    """

    role: str
    area_path: str
    body_id: int | None = None
    line_path: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `keys` are capabilities proved without an account, e.g. "case:17" by a tracking code."""

    kind: ActorKind
    account_id: int | None = None
    posts: tuple[Post, ...] = ()
    keys: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    task: str = ""

    def areas_as(self, *roles: str) -> tuple[str, ...]:
        """Paths of the areas in which one of these roles is held for every line."""
        return tuple(dict.fromkeys(post.area_path for post in self.posts if post.role in roles and not post.line_path))

    def lines_as(self, *roles: str) -> tuple[tuple[str, str], ...]:
        """Paths of area and line where one of these roles is held for the bodies of one line only."""
        limited = (post for post in self.posts if post.role in roles and post.line_path)
        return tuple(dict.fromkeys((post.area_path, post.line_path) for post in limited))

    def bodies_as(self, *roles: str) -> tuple[int, ...]:
        """Ids of the bodies for which one of these roles is held."""
        return tuple(
            dict.fromkeys(post.body_id for post in self.posts if post.role in roles and post.body_id is not None)
        )

    def holds(self, *roles: str) -> bool:
        """Whether one of these roles is held anywhere."""
        return any(post.role in roles for post in self.posts)

    def key_ids(self, kind: str) -> tuple[int, ...]:
        """Ids of the things of this kind that a key opens: key_ids("case") of ("case:17",) is (17,)."""
        return tuple(int(key.split(":", 1)[1]) for key in self.keys if key.startswith(f"{kind}:"))

    def on_task(self, task: str) -> Self:
        """The same actor, working on a named task; reads of sealed fields are written down with it."""
        return replace(self, task=task)

    @property
    def is_system(self) -> bool:
        return self.kind == "system"

    @property
    def is_staff(self) -> bool:
        return bool(self.posts)


SYSTEM = Actor(kind="system")
GUEST = Actor(kind="guest")
