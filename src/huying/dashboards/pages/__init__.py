"""Pages of the figures."""

from huying.dashboards.pages import alerts, defining, everybody, exports, numbers, overview, ruling

urlpatterns = [
    *alerts.urlpatterns, *defining.urlpatterns, *everybody.urlpatterns, *exports.urlpatterns, *overview.urlpatterns,
    *numbers.urlpatterns, *ruling.urlpatterns,
]  # fmt: skip
