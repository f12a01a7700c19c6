"""Pages of the figures."""

from huying.dashboards.pages import numbers, overview

urlpatterns = [*overview.urlpatterns, *numbers.urlpatterns]
