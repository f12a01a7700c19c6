"""The map of a place: how many inputs in each street and community, as shades with the number beside."""

from typing import Any

from huying.evaluation.public import Period, Scope, by_child
from huying.territory.public import map_layers

STEPS = 4
FINE = {"county": ("street", "community"), "city": ("county", "street"), "street": ("community",)}


def shaded(scope: Scope, period: Period) -> dict[str, Any]:
    """Outlines with `shade` (0 none … 4 most) and the number in the name; `sketch` says that they are not exact."""
    levels = FINE.get(scope.level, ("grid",))
    found = map_layers(scope.path, levels=levels)
    _whole, below = by_child(scope, period, ("inputs",))
    counts = {area.id: n["inputs"] for area, n in below}
    short = {area.id: area.short_name or area.name for area, _n in below}
    most = max(counts.values(), default=0)
    for feature in found["features"]:
        told = feature["properties"]
        if told["area_id"] in counts:
            n = counts[told["area_id"]]
            told["shade"] = -(-n * STEPS // most) if most else 0
            told["name"] = f"{short[told['area_id']]} {n}"
    return found
