"""Administration pages of organisations: bodies, posts, roles, kinds and functions."""

from django.urls import path

from huying.organisations.pages import bodies, body_steps, coverage, kinds, posts, roles

urlpatterns = [
    path("manage/bodies/", bodies.body_list_page, name="bodies"),
    path("manage/bodies/new/", body_steps.found, name="found"),
    path("manage/bodies/import/", bodies.import_page, name="import"),
    path("manage/bodies/form.csv", bodies.form_file, name="form-file"),
    path("manage/bodies/<int:body_id>/", bodies.body_page, name="body"),
    path("manage/bodies/<int:body_id>/posts/new/", posts.open_page, name="open-post"),
    path("manage/bodies/<int:body_id>/<slug:step>/", body_steps.body_step, name="body-step"),
    path("manage/posts/", posts.post_list_page, name="posts"),
    path("manage/posts/<int:post_id>/", posts.post_page, name="post"),
    path("manage/posts/<int:post_id>/appoint/", posts.appoint_page, name="appoint"),
    path("manage/posts/<int:post_id>/close/", posts.close_page, name="close-post"),
    path("manage/appointments/<int:appointment_id>/end/", posts.end_page, name="end-appointment"),
    path("manage/coverage/", coverage.coverage_page, name="coverage"),
    path("manage/roles/", roles.grant_list_page, name="roles"),
    path("manage/roles/new/", roles.grant_page, name="grant"),
    path("manage/roles/<int:grant_id>/end/", roles.end_page, name="end-role"),
    path("manage/kinds/", kinds.kind_list, name="kinds"),
    path("manage/kinds/<slug:code>/", kinds.kind_page, name="kind"),
    path("manage/functions/", kinds.function_page_list, name="functions"),
    path("manage/functions/new/", kinds.function_new, name="function-new"),
    path("manage/functions/<slug:code>/", kinds.function_page, name="function"),
]
