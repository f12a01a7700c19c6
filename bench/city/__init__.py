"""A city at its size: builds it, runs the real server, and measures what the budgets of the product speak of."""
