"""Every read of organisations."""
