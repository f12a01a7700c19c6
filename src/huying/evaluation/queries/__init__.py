"""Every read of the figures."""
