"""Bodies with their two parents, posts, appointments and role grants; makes an Actor from a person."""
