"""A worker of its own process, to be killed: says READY, then does what is due."""

import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from huying.kernel import deliveries  # noqa: E402
from tests.kernel import listeners  # noqa: E402, F401
from tests.kernel.world import AT  # noqa: E402

connection.ensure_connection()
sys.stdout.write("READY\n")
sys.stdout.flush()
deliveries.deliver_due(at=AT)
