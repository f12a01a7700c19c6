"""Pages of the figures."""

from huying.dashboards.pages import alerts, everybody, exports, numbers, overview

urlpatterns = [
    *alerts.urlpatterns, *everybody.urlpatterns, *exports.urlpatterns, *overview.urlpatterns, *numbers.urlpatterns,
]  # fmt: skip
