"""Every read of duties."""
