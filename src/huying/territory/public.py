"""What other contexts may ask of the territory, and do to it."""

from huying.territory.actions.divisions import import_divisions
from huying.territory.actions.learning import learn_place
from huying.territory.actions.life import create_area, create_areas, dissolve_area, recode_area, rename_area
from huying.territory.actions.moves import Part, merge_areas, move_area, split_area
from huying.territory.actions.outlines import Outline, import_boundaries, move_boundary
from huying.territory.actions.places import (
    Duty,
    SizeBand,
    add_alias,
    import_population,
    remove_alias,
    set_building,
    set_grid_duty,
    set_grid_size_rule,
    set_jurisdiction,
    set_population,
)
from huying.territory.actions.records import Decision, NewArea
from huying.territory.files import Division, read_divisions
from huying.territory.geometry import CRS, metres_between, sketch_polygons, spread_points, to_cgcs2000
from huying.territory.models import Area
from huying.territory.queries.areas import KEPT as AREAS_KEPT
from huying.territory.queries.areas import (
    AreaBrief,
    ancestor,
    ancestors,
    area_brief,
    area_briefs,
    area_by_code,
    area_choices,
    area_on,
    areas_within,
    children,
    codes_of,
    home,
    home_path,
    ids_by_code,
    ids_within,
    population,
)
from huying.territory.queries.gazetteer import Guess, Meant, locate_text, place_meant
from huying.territory.queries.grids import GridTold, SizeAlert, grids_outside_band, grids_told
from huying.territory.queries.history import RolledUp, rolled_up, successors
from huying.territory.queries.layers import layers_etag, map_layers
from huying.territory.queries.locator import Located, locate_point, locate_points
from huying.territory.queries.version import territory_version

__all__ = [
    "AREAS_KEPT", "CRS", "Area", "AreaBrief", "Decision", "Division", "Duty", "GridTold", "Guess", "Located", "Meant",
    "NewArea", "Outline", "Part", "RolledUp", "SizeAlert", "SizeBand", "add_alias", "ancestor", "ancestors",
    "area_brief", "area_briefs", "area_by_code", "area_choices", "area_on", "areas_within", "children", "codes_of",
    "create_area", "create_areas", "dissolve_area", "grids_outside_band", "grids_told", "home", "home_path",
    "ids_by_code", "ids_within", "import_boundaries", "import_divisions", "import_population", "layers_etag",
    "learn_place", "locate_point", "locate_points", "locate_text", "map_layers", "merge_areas", "metres_between",
    "move_area",
    "move_boundary", "place_meant", "population", "read_divisions", "recode_area", "remove_alias", "rename_area",
    "rolled_up", "set_building", "set_grid_duty", "set_grid_size_rule", "set_jurisdiction", "set_population",
    "sketch_polygons", "split_area", "spread_points", "successors", "territory_version", "to_cgcs2000",
]  # fmt: skip
