"""Who may see and change bodies, posts, appointments and role grants: one rule book for each."""

from huying.organisations.rules.appointments import rules as appointment_rules
from huying.organisations.rules.bodies import rules as body_rules
from huying.organisations.rules.grants import rules as grant_rules
from huying.organisations.rules.keepers import demand_keeper
from huying.organisations.rules.posts import rules as post_rules

__all__ = ["appointment_rules", "body_rules", "demand_keeper", "grant_rules", "post_rules"]
