"""Every read of cases, by page: desks and their worklists, filters, counts."""
