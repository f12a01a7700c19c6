"""Pages of the figures."""

from huying.dashboards.pages import everybody, exports, numbers, overview

urlpatterns = [*everybody.urlpatterns, *exports.urlpatterns, *overview.urlpatterns, *numbers.urlpatterns]
