"""For whoever watches the machine: is it alive, and is every part of it ready to serve."""

from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huying.config import replica
from huying.config.version import VERSION
from huying.kernel.beat import last_beat
from huying.kernel.edge import AskedRequest

LATE_AFTER = timedelta(seconds=60)


@require_safe
@never_cache
def alive(request: AskedRequest) -> HttpResponse:
    """The process answers. Nothing else is asked, so that a slow database does not get it restarted."""
    return JsonResponse({"alive": True, "version": VERSION})


@require_safe
@never_cache
def ready(request: AskedRequest) -> HttpResponse:
    """Each part by name; 503 as long as one is missing."""
    parts: dict[str, dict[str, Any]] = {"database": _database()}
    if parts["database"]["ready"]:
        parts["migrations"] = _migrations()
    if parts.get("migrations", {}).get("ready"):
        parts["worker"] = _worker(request)
    complete = len(parts) == 3 and all(part["ready"] for part in parts.values())
    if complete and (copy := replica.told()) is not None:
        parts["replica"] = copy  # the place goes on without it
    return JsonResponse({"ready": complete, **parts}, status=200 if complete else 503)


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
            server = cursor.fetchone()[0]
    except DatabaseError:
        return {"ready": False}
    return {"ready": True, "server": server}


def _migrations() -> dict[str, Any]:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return {"ready": missing == 0, "missing": missing}


def _worker(request: AskedRequest) -> dict[str, Any]:
    beat = last_beat()
    late = beat is None or request.at - beat > LATE_AFTER
    return {"ready": not late, "last_beat": beat}


urlpatterns = [path("healthz", alive, name="alive"), path("readyz", ready, name="ready")]
