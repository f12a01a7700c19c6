"""Every write of duties: one use case, one function, one transaction."""
