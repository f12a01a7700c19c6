"""The demonstration district, made through the real actions."""
