"""Addresses of exchange: Open311 for programs, and pages of administration."""

from django.urls import path, re_path

from huying.exchange.pages import developers, exports, hooks, imports, open311

FORM = r"\.(?P<form>xml|json)$"
V2 = r"^open311/v2/"

urlpatterns = [
    re_path(rf"{V2}discovery{FORM}", open311.discovery, name="open311-discovery"),
    re_path(rf"{V2}services{FORM}", open311.services, name="open311-services"),
    re_path(rf"{V2}services/(?P<code>[^/]{{1,64}}?){FORM}", open311.definition, name="open311-definition"),
    re_path(rf"{V2}requests{FORM}", open311.requests, name="open311-requests"),
    re_path(rf"{V2}requests/(?P<number>[^/]{{1,64}}?){FORM}", open311.one_request, name="open311-request"),
    re_path(rf"{V2}tokens/(?P<token>[^/]{{1,64}}?){FORM}", open311.token, name="open311-token"),
    path("open311/v2/openapi.json", open311.described, name="open311-description"),
    path("open311/v2/<path:rest>", open311.nothing, name="open311-nothing"),
    path("manage/exchange/", imports.sources, name="sources"),
    path("manage/exchange/new/", imports.source, name="source-new"),
    path("manage/exchange/runs/<int:run_id>/", imports.run, name="run"),
    path("manage/exchange/runs/<int:run_id>/errors.csv", imports.errors, name="run-errors"),
    path("manage/exchange/proposals/", imports.proposals, name="proposals"),
    path("manage/exchange/proposals/<int:proposal_id>/", imports.proposal, name="proposal"),
    path("manage/exchange/sources/<slug:code>/", imports.source, name="source"),
    path("manage/exchange/sources/<slug:code>/files/", imports.files, name="source-files"),
    path("manage/exchange/sources/<slug:code>/categories/", imports.categories, name="source-categories"),
    path("exports/cases/", exports.export, name="export"),
    path("exports/cases/ask/", exports.ask, name="export-ask"),
    path("manage/exchange/webhooks/", hooks.webhooks, name="webhooks"),
    path("manage/exchange/webhooks/<int:hook_id>/", hooks.webhook, name="webhook"),
    path("manage/exchange/webhooks/<int:hook_id>/replay/", hooks.replay_stuck, name="webhook-replay"),
    path("manage/exchange/webhooks/<int:hook_id>/secret/", hooks.new_secret, name="webhook-secret"),
    path("manage/exchange/webhooks/<int:hook_id>/end/", hooks.end, name="webhook-end"),
    path("developers/", developers.developers, name="developers"),
    path("manage/dictionary/", developers.data_dictionary, name="dictionary"),
]
