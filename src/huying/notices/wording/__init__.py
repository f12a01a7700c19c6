"""The shipped wordings: one TOML table for each moment, in Chinese and English."""
