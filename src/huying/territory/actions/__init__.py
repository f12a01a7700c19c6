"""Every write to the area tree."""
