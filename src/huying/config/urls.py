"""Every context's pages at the root, every context's routes under /api/v1/."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, include, path

urlpatterns: list[URLPattern] = []

for _name in settings.CONTEXTS:
    if find_spec(f"huying.{_name}.pages"):
        urlpatterns.append(path("", include((import_module(f"huying.{_name}.pages").urlpatterns, _name))))
