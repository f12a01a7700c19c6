"""The category tree and the versioned lists that say who answers."""
