"""What people type on the pages of cases, read and checked as text; the rules are in the actions."""
