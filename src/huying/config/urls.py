"""Every context's pages at the root, every context's routes under /api/v1/."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from huying.config import health
from huying.config.api import api, openapi_view

handler400 = "huying.config.failures.bad_request"
handler403 = "huying.config.failures.not_allowed"
handler404 = "huying.config.failures.not_found"
handler500 = "huying.config.failures.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    *health.urlpatterns,
    path("api/v1/openapi.json", openapi_view, name="openapi"),
    path("api/v1/", api.urls),
]

for _name in settings.CONTEXTS:
    if find_spec(f"huying.{_name}.outside"):  # addresses whose names a library looks for, without a namespace
        urlpatterns.append(path("", include(f"huying.{_name}.outside")))
    if find_spec(f"huying.{_name}.pages"):
        urlpatterns.append(path("", include((import_module(f"huying.{_name}.pages").urlpatterns, _name))))
