"""Uploaded files: private, checked, re-encoded, masked before others see them."""
