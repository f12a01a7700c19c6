"""Accounts, sign-in, consent and the sealed store of personal data."""
