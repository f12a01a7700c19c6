"""Starts and stops what the product needs on one machine: the embedded database, the web server and the worker."""
