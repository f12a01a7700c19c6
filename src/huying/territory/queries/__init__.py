"""Every read of the area tree."""
