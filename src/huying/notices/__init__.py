"""Messages to people through their channels, with retries and a list of what is stuck."""
