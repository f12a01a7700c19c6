"""One file that holds everything but the keys: the database, uploaded files and the seals written outside it."""
