"""Words for templates of the territory."""
