"""Exchange: other systems come in and go out: Open311, files of other platforms, webhooks."""
