"""What many people bring, hottest first, and one such topic with its cases and its map."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from huying.cases.queries.topics import topic, topics
from huying.kernel.edge import asked
from huying.kernel.stepping import staff_only


@staff_only
@require_GET
def all_topics(request: HttpRequest) -> HttpResponse:
    page = topics(request.actor, after=asked(request, "after") or None)
    return render(request, "cases/desk/topics.html", {"page": page})


@staff_only
@require_GET
def topic_points(request: HttpRequest) -> JsonResponse:
    """The hottest topics as points for a map."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
            "properties": {
                "label": f"{one.matter} {one.people}",
                "href": reverse("cases:topic", args=[one.id]),
                "tone": "late" if one.gathered else "going",
            },
        }
        for one in topics(request.actor, size=100).items
        if one.lon is not None
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@staff_only
@require_GET
def one_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    found, cases = topic(request.actor, topic_id=topic_id, at=request.at)
    return render(request, "cases/desk/topic.html", {"topic": found, "cases": cases})


urlpatterns = [
    path("desk/topics/", all_topics, name="topics"),
    path("desk/topics/points/", topic_points, name="topic_points"),
    path("desk/topics/<int:topic_id>/", one_topic, name="topic"),
]
