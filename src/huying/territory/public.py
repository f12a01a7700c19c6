"""What other contexts may ask of the territory."""

from huying.territory.geometry import metres_between, sketch_polygons, spread_points, to_cgcs2000
from huying.territory.models import Area
from huying.territory.queries.areas import (
    AreaBrief,
    ancestor,
    ancestors,
    area_brief,
    area_briefs,
    area_by_code,
    area_on,
    areas_within,
    children,
    codes_of,
    home,
    home_path,
    population,
)
from huying.territory.queries.gazetteer import Guess, locate_text
from huying.territory.queries.history import RolledUp, rolled_up, successors
from huying.territory.queries.layers import layers_etag, map_layers
from huying.territory.queries.locator import Located, locate_point, locate_points
from huying.territory.queries.version import territory_version

__all__ = [
    "Area", "AreaBrief", "Guess", "Located", "RolledUp", "ancestor", "ancestors", "area_brief", "area_briefs",
    "area_by_code", "area_on", "areas_within", "children", "codes_of", "home", "home_path", "layers_etag",
    "locate_point", "locate_points", "locate_text", "map_layers", "metres_between", "population", "rolled_up",
    "sketch_polygons", "spread_points", "successors", "territory_version", "to_cgcs2000",
]  # fmt: skip
