"""What a checkout needs and an installed product does not: environment, front-end build, checks, tests, wheel."""
