"""Open311 GeoReport v2 as its text says it, with the extensions that others use."""
