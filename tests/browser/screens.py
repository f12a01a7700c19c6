"""Photographs of pages, for looking at: `python3 dev.py shots [name …]` writes them into var/shots/.

Each screen is taken at 360 and 1280 px; those marked also in 长辈版 and in English. Add your page to SCREENS.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

LANGUAGE, ELDER, SESSION = "django_language", "huying_elder", "huying_session"


@dataclass(frozen=True, slots=True)
class Screen:
    """One page: a name for the file, its address, and the account of the demonstration that looks ("" is a guest).

    In `path` stand {case}, which `lead` may see, and of `resident`: {mine}, a matter in hand, {judged}, one that waits
    for the own word, and {link}, as it came with the message.
    """

    name: str
    path: str
    login: str = ""
    widths: tuple[int, ...] = (360, 1280)
    also: tuple[str, ...] = ("elder", "en")
    status: int = 200


PHONE, DESK = (360,), (1280,)
RESIDENT = "resident"

SCREENS = [
    Screen("home", "/"),
    Screen("report", "/report/"),
    Screen("filed", "/report/filed/", RESIDENT),
    Screen("track", "/track/", also=("en",)),
    Screen("my", "/my/", RESIDENT),
    Screen("my-case", "/c/{mine}/", RESIDENT),
    Screen("judge", "/c/{judged}/", RESIDENT),
    Screen("rate", "/rate/{link}/", also=("en",)),
    Screen("grids", "/grids/", also=("en",)),
    Screen("public-matters", "/open-matters/", also=("en",)),
    Screen("about", "/about/", also=("en",)),
    Screen("privacy", "/privacy/", also=("en",)),
    Screen("accessibility", "/accessibility/", also=("en",)),
    Screen("feedback", "/feedback/"),
    Screen("verify", "/verify/", also=("en",)),
    Screen("sign-in", "/account/sign-in/", also=("en",)),
    Screen("offline", "/offline/", widths=PHONE, also=("en",)),
    Screen("not-found", "/nowhere/", widths=PHONE, also=("en",), status=404),
    Screen("style-resident", "/styleguide/", also=("elder",)),
    Screen("style-desk", "/styleguide/?desk=1", also=("elder",)),
    Screen("today", "/desk/", "dispatcher"),
    Screen("intake", "/desk/intake/", "intake", also=("en",)),
    Screen("dispatch", "/desk/dispatch/", "dispatcher"),
    Screen("unit", "/desk/unit/", "lead", also=("en",)),
    Screen("case", "/desk/cases/{case}/", "lead"),
    Screen("order", "/desk/cases/{case}/print/", "lead", widths=DESK, also=()),
    Screen("figures", "/desk/figures/here/", "county", widths=(360, 1280, 1920)),
    Screen("figures-areas", "/desk/figures/areas/{home}/areas/", "county", also=("en",)),
    Screen("figures-kinds", "/desk/figures/areas/{home}/kinds/", "county", also=("en",)),
    Screen("figures-months", "/desk/figures/areas/{home}/months/", "county", also=()),
    Screen("figures-reasons", "/desk/figures/areas/{home}/reasons/", "county", also=()),
    Screen("figures-others", "/desk/figures/areas/{home}/others/", "county", also=()),
    Screen("figures-year", "/desk/figures/here/?period=2026", "county", also=()),
    Screen("figures-unit", "/desk/figures/here/", "lead", also=("en",)),
    Screen("figures-number", "/desk/figures/numbers/I20/", "county", also=("en",)),
    Screen("figures-weights", "/desk/figures/numbers/", "county", also=("en",)),
    Screen("figures-alerts", "/desk/figures/alerts/", "county", also=("en",)),
    Screen("figures-alert-rules", "/desk/figures/alerts/rules/", "county", also=("en",)),
    Screen("figures-alert-rule", "/desk/figures/alerts/rules/burst/", "county", also=("en",)),
    Screen("figures-decide-weights", "/desk/figures/weights/plain/", "county", also=("en",)),
    Screen("figures-define", "/desk/figures/numbers/I20/define/", "county", also=("en",)),
    Screen("figures-open", "/desk/figures/open/late/", "county", also=("en",)),
    Screen("figures-public", "/figures/"),
    Screen("approval", "/desk/approval/", "dispatcher", also=("en",)),
    Screen("adjudication", "/desk/adjudication/", "adjudicator", also=("en",)),
    Screen("callback", "/desk/callback/", "callback", also=("en",)),
    Screen("supervision", "/desk/supervision/", "supervisor", also=("en",)),
    Screen("open-matters", "/desk/open-matters/", "reviewer", also=("en",)),
    Screen("county", "/desk/county/", "county", also=("en",)),
    Screen("street", "/desk/street/", "street"),
    Screen("search", "/desk/search/?text=GL-", "dispatcher", also=("en",)),
    Screen("find", "/search/?q=楼道灯", "dispatcher"),
    Screen("find-items", "/search/?kind=items&q=垃圾", "dispatcher", also=("en",)),
    Screen("learned-places", "/manage/areas/learned/", "system", also=("en",)),
    Screen("grid", "/desk/grid/", "grid", widths=PHONE),
    Screen("desk-filing", "/desk/filing/", "intake", also=("en",)),
    Screen("manage", "/manage/", "system", also=("en",)),
    Screen("manage-accounts", "/manage/accounts/", "system", also=("en",)),
    Screen("manage-areas", "/manage/areas/", "system", also=("en",)),
    Screen("manage-bodies", "/manage/bodies/", "security", also=("en",)),
    Screen("manage-posts", "/manage/posts/", "security", also=("en",)),
    Screen("manage-roles", "/manage/roles/", "security", also=("en",)),
    Screen("manage-categories", "/manage/categories/", "lists", also=("en",)),
    Screen("manage-lists", "/manage/lists/", "lists"),
    Screen("manage-gaps", "/manage/lists/gaps/", "lists"),
    Screen("manage-knowledge", "/manage/knowledge/", "lists", also=("en",)),
    Screen("manage-limits", "/manage/limits/", "system", also=("en",)),
    Screen("manage-calendar", "/manage/calendar/", "system", also=("en",)),
    Screen("manage-templates", "/manage/templates/", "system", also=("en",)),
    Screen("manage-template", "/manage/templates/case.not_accepted/", "system", also=("en",)),
    Screen("manage-messages", "/manage/messages/", "system", also=("en",)),
    Screen("manage-robots", "/manage/body-channels/", "system", also=()),
    Screen("manage-deliveries", "/manage/deliveries/", "system", also=()),
    Screen("manage-tokens", "/manage/tokens/", "system", also=()),
    Screen("manage-uploads", "/manage/uploads/", "system", also=()),
    Screen("manage-exchange", "/manage/exchange/", "system", also=("en",)),
    Screen("manage-source", "/manage/exchange/new/?like=12345", "system", also=("en",)),
    Screen("manage-webhooks", "/manage/exchange/webhooks/", "system", also=("en",)),
    Screen("manage-dictionary", "/manage/dictionary/?context=exchange", "system", also=()),
    Screen("export-cases", "/exports/cases/", "dispatcher", also=("en",)),
    Screen("developers", "/developers/", also=("en",)),
    Screen("inbox", "/inbox/", "handler"),
    Screen("inbox-settings", "/inbox/settings/", "handler", also=()),
    Screen("manage-site", "/manage/site/", "system", also=("en",)),
    Screen("manage-feedback", "/manage/feedback/", "system", also=("en",)),
    Screen("reads", "/manage/reads/", "audit", also=("en",)),
    Screen("journal", "/manage/journal/", "audit", also=("en",)),
]


def variants(screen: Screen) -> list[tuple[str, int, dict[str, str]]]:
    """Name of the file, width, cookies."""
    plain = [(f"{screen.name}-{width}", width, {}) for width in screen.widths]
    elder = [(f"{screen.name}-{screen.widths[0]}-elder", screen.widths[0], {ELDER: "on"})]
    english = [(f"{screen.name}-{width}-en", width, {LANGUAGE: "en"}) for width in screen.widths]
    return plain + (elder if "elder" in screen.also else []) + (english if "en" in screen.also else [])


def photograph(
    browser: Any,
    base: str,
    screens: list[Screen],
    sessions: dict[str, str],
    into: Path,
    *,
    known: dict[str, str],
    ready: Any,
) -> tuple[list[Path], list[str]]:
    """Takes every variant; `sessions` maps an account to its session, `ready(login, cookies)` makes the account fit.

    Gives the pictures, and line by line the pages that did not answer as they should: of those there is no picture.
    """
    into.mkdir(parents=True, exist_ok=True)
    taken, amiss = [], []
    for screen in screens:
        path = screen.path.format(**known)
        for name, width, cookies in variants(screen):
            ready(screen.login, cookies)
            held = {**cookies, **({SESSION: sessions[screen.login]} if screen.login else {})}
            context = browser.new_context(viewport={"width": width, "height": 800}, locale="zh-CN")
            context.add_cookies([{"name": n, "value": v, "url": base} for n, v in held.items()])
            page = context.new_page()
            answer = page.goto(base + path, wait_until="networkidle", timeout=60_000)
            if answer.status != screen.status:
                amiss.append(f"{name}: {path} answers {answer.status} instead of {screen.status}")
            else:
                page.screenshot(path=str(into / f"{name}.png"), full_page=True)
                taken.append(into / f"{name}.png")
            context.close()
    return taken, amiss


def chosen(words: list[str]) -> list[Screen]:
    return [screen for screen in SCREENS if not words or any(screen.name.startswith(word) for word in words)]
