"""Every write of cases: one use case, one function, one transaction."""
