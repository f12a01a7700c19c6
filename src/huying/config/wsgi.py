"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

from huying.config.turns import Turns

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huying.config.base")
application = Turns(get_wsgi_application())
