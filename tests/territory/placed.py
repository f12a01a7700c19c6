"""Whether what a text was taken to mean is right."""

from huying.territory.public import Meant


def judged(meant: Meant, expected: str, codes: dict[int, str]) -> str:
    """right; asked (it is among the choices); missed (asks for the place anew); wrong (another place was filled in)."""
    wanted = [] if expected == "-" else expected.split("|")
    offered = [codes[guess.area_id] for guess in meant.choices]
    if meant.best is not None:
        return "right" if wanted == [codes[meant.best.area_id]] else "wrong"
    if not wanted:
        return "right" if not offered else "asked"
    if not set(wanted) & set(offered):
        return "missed"
    return "right" if len(wanted) > 1 else "asked"
