"""Working time of the tenant."""
