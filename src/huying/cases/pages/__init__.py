"""The pages of cases: residents, desks, the case page, administration."""

from django.urls import URLPattern, URLResolver

from huying.cases.pages import bulk, casepage, deskfiling, desks, filing, likeness, mine, placing, settings, topics

urlpatterns: list[URLPattern | URLResolver] = [
    *filing.urlpatterns,
    *placing.urlpatterns,
    *mine.urlpatterns,
    *casepage.urlpatterns,
    *deskfiling.urlpatterns,
    *bulk.urlpatterns,
    *topics.urlpatterns,
    *desks.urlpatterns,
    *settings.urlpatterns,
    *likeness.urlpatterns,
]
