"""Django's PostgreSQL backend that knows how long what it read of the change tokens may be trusted."""
