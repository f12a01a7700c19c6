"""Files of other systems: read by a mapping, row by row."""
