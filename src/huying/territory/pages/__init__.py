"""Pages of the territory: the administration of areas, and what is public about a grid."""

from django.urls import path

from huying.territory.pages import browse, files, grids, learned, steps

urlpatterns = [
    path("manage/areas/", browse.top, name="manage-areas"),
    path("manage/areas/changes/", browse.changes, name="area-changes"),
    path("manage/areas/learned/", learned.overview, name="learned-places"),
    path("manage/areas/learned/<int:place_id>/", learned.turn, name="learned-place"),
    path("manage/areas/grids/", grids.sizes, name="grid-sizes"),
    path("manage/areas/population/", files.population, name="population-file"),
    path("manage/areas/boundaries/", files.boundaries, name="boundary-file"),
    path("manage/areas/boundaries/<int:draft_id>/", files.boundary_draft, name="boundary-draft"),
    path("manage/areas/<int:area_id>/", browse.area_page, name="manage-area"),
    path("manage/areas/<int:area_id>/aliases/<int:alias_id>/remove/", steps.remove_name, name="remove-alias"),
    path("manage/areas/<int:area_id>/<slug:code>/", steps.step, name="area-step"),
    path("grids/<str:code>/", grids.public_page, name="grid"),
]
