"""Every write of organisations: one use case, one function, one transaction."""
