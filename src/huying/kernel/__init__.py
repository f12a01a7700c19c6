"""Actor, Workflow, RuleBook, Journal, Cipher, Clock, errors and paging; knows no context."""
