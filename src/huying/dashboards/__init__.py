"""Pages of figures: a place, a unit, an indicator, the rows behind a number; and what everybody may see."""
