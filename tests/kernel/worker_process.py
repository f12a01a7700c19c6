"""A worker of its own process, to be killed: says READY, then does what is due."""

import sys

import django

django.setup()

from django.db import connection

from huying.kernel import deliveries
from tests.kernel import listeners
from tests.kernel.world import AT

connection.ensure_connection()
sys.stdout.write("READY\n")
sys.stdout.flush()
deliveries.deliver_due(at=AT)
