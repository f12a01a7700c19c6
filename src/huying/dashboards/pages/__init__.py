"""Pages of the figures."""

from huying.dashboards.pages import everybody, numbers, overview

urlpatterns = [*everybody.urlpatterns, *overview.urlpatterns, *numbers.urlpatterns]
