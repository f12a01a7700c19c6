"""Pages of the portal."""

from django.conf import settings
from django.urls import path

from huying.portal.pages import feedback, grids, home, offline, search, site, style, switches, texts

urlpatterns = [
    path("", home.resident_home, name="home"),
    path("manage/", home.manage_home, name="manage"),
    path("language/", switches.choose_language, name="language"),
    path("elder/", switches.choose_elder, name="elder"),
    path("open-matters/", home.matters, name="open-matters"),
    path("search/", search.search, name="search"),
    path("grids/", grids.choose, name="grids"),
    path("grids/of/<int:area_id>/", grids.community, name="community-grids"),
    path("about/", texts.about, name="about"),
    path("privacy/", texts.privacy, name="privacy"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("feedback/", feedback.send, name="feedback"),
    path("feedback/sent/", feedback.sent, name="feedback-sent"),
    path("feedback/answer/", feedback.look_up, name="feedback-answer"),
    path("manage/feedback/", feedback.waiting, name="manage-feedback"),
    path("manage/feedback/<int:feedback_id>/", feedback.answer, name="manage-feedback-answer"),
    path("manage/site/", site.describe, name="manage-site"),
    path("offline/", offline.shell, name="offline"),
    path("worker.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
]

if not settings.HUYING_PRODUCTION:
    urlpatterns.append(path("styleguide/", style.guide, name="styleguide"))
