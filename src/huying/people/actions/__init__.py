"""Every write of people: one use case, one function, one transaction."""
