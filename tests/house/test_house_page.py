"""docs/house.md fixes the doors between contexts; what it names stands there."""

import re
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE, SOURCE = ROOT / "docs" / "house.md", ROOT / "src" / "huying"


def contexts(title: str) -> list[str]:
    """“evaluation, dashboards” → evaluation; a heading that is no context, or has no door, names none."""
    words = re.findall(r"[a-z]+", title.split("(")[0])
    return [word for word in words if (SOURCE / word / "public.py").is_file()]


def signatures(section: str) -> set[str]:
    """Names of functions in its code blocks; lines that begin with blanks go on with the line before."""
    lines = "\n".join(re.findall(r"```python\n(.*?)```", section, flags=re.DOTALL)).split("\n")
    said = [part.strip() for line in lines if not line.startswith("    ") for part in line.split("#")[0].split(" ; ")]
    return {found[1] for part in said if (found := re.match(r"([a-z_]+)\(", part))}


def test_every_signature_on_the_page_of_the_house_stands_at_the_door_of_its_context() -> None:
    missing, seen = {}, 0
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        owners = contexts(section.split("\n", 1)[0])
        named = signatures(section) if owners else set()
        there = {name for owner in owners for name in dir(import_module(f"huying.{owner}.public"))}
        seen += len(named)
        if named - there:
            missing[" ".join(owners)] = sorted(named - there)
    assert missing == {}
    assert seen > 100


def test_what_a_readme_says_of_whom_a_context_calls_is_whom_it_imports() -> None:
    said, done = {}, {}
    for readme in sorted(SOURCE.glob("*/README.md")):
        calls = readme.read_text(encoding="utf-8").partition("**Calls** ")[2].split("\n\n")[0]
        said[readme.parent.name] = {
            one for one in re.findall(r"`(\w+)", calls) if (SOURCE / one / "public.py").is_file()
        }
        code = "\n".join(path.read_text(encoding="utf-8") for path in readme.parent.rglob("*.py"))
        done[readme.parent.name] = set(re.findall(r"from huying\.(\w+)\.public import", code)) - {readme.parent.name}
    assert said == done
    assert len(done) >= 12
