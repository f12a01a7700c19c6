"""Photographs of pages, for looking at: `python3 dev.py shots [name …]` writes them into var/shots/.

Each screen is taken at 360 and 1280 px; those marked also in 长辈版 and in English. Add your page to SCREENS.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

LANGUAGE, ELDER, SESSION = "django_language", "huying_elder", "huying_session"


@dataclass(frozen=True, slots=True)
class Screen:
    """One page: a name for the file, its address, and the role that looks at it ("" is a guest).

    In `path`, {case} is replaced by the number of an open case of the demonstration.
    """

    name: str
    path: str
    role: str = ""
    widths: tuple[int, ...] = (360, 1280)
    also: tuple[str, ...] = ("elder", "en")


SCREENS = [
    Screen("home", "/"),
    Screen("about", "/about/", also=("en",)),
    Screen("privacy", "/privacy/", also=("en",)),
    Screen("accessibility", "/accessibility/", also=("en",)),
    Screen("feedback", "/feedback/", also=("elder",)),
    Screen("offline", "/offline/", widths=(360,), also=("en",)),
    Screen("not-found", "/nowhere/", widths=(360,), also=("en",)),
    Screen("style-resident", "/styleguide/", also=("elder",)),
    Screen("style-desk", "/styleguide/?desk=1", also=("elder",)),
    Screen("desk", "/desk/", "dispatcher"),
    Screen("manage", "/manage/", "system_admin", also=("en",)),
    Screen("manage-site", "/manage/site/", "system_admin", also=("en",)),
    Screen("manage-feedback", "/manage/feedback/", "system_admin", also=("en",)),
    Screen("inbox", "/inbox/", "handler"),
    Screen("inbox-settings", "/inbox/settings/", "handler", also=()),
    Screen("manage-templates", "/manage/templates/", "system_admin", also=("en",)),
    Screen("manage-template", "/manage/templates/case.not_accepted/", "system_admin", also=("en",)),
    Screen("manage-messages", "/manage/messages/", "system_admin", also=("en",)),
    Screen("manage-robots", "/manage/body-channels/", "system_admin", also=()),
    Screen("manage-uploads", "/manage/uploads/", "system_admin", also=()),
]


def variants(screen: Screen) -> list[tuple[str, int, dict[str, str]]]:
    """Name of the file, width, cookies."""
    plain = [(f"{screen.name}-{width}", width, {}) for width in screen.widths]
    elder = [(f"{screen.name}-{screen.widths[0]}-elder", screen.widths[0], {ELDER: "on"})]
    english = [(f"{screen.name}-{width}-en", width, {LANGUAGE: "en"}) for width in screen.widths]
    return plain + (elder if "elder" in screen.also else []) + (english if "en" in screen.also else [])


def photograph(browser: Any, base: str, screens: list[Screen], sessions: dict[str, str], into: Path) -> list[Path]:
    """Takes every variant of these screens; `sessions` maps a role to a session key."""
    into.mkdir(parents=True, exist_ok=True)
    taken = []
    for screen in screens:
        for name, width, cookies in variants(screen):
            held = {**cookies, **({SESSION: sessions[screen.role]} if screen.role else {})}
            context = browser.new_context(viewport={"width": width, "height": 800}, locale="zh-CN")
            context.add_cookies([{"name": n, "value": v, "url": base} for n, v in held.items()])
            page = context.new_page()
            page.goto(base + screen.path.format(case=sessions.get("case", "")), wait_until="networkidle")
            file = into / f"{name}.png"
            page.screenshot(path=str(file), full_page=True)
            taken.append(file)
            context.close()
    return taken


def chosen(words: list[str]) -> list[Screen]:
    return [screen for screen in SCREENS if not words or any(screen.name.startswith(word) for word in words)]
