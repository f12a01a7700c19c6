"""Pages of documents: take in, open by link, cover by hand, and what may be uploaded."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from huying.documents import actions, queries, showing, storage
from huying.documents.forms import BoxFormSet, DrawnBoxes, LimitForm, as_drawn, percents
from huying.documents.kinds import KINDS
from huying.documents.limits import limit_for, limits
from huying.documents.models import Document
from huying.documents.pictures import Box
from huying.documents.rules import document_for, rules
from huying.kernel.edge import AskedRequest, sender_address
from huying.kernel.errors import Conflict, DomainError, Invalid, NotAllowed, TooMany, Unavailable

STATUS = ((TooMany, 429), (Unavailable, 503), (NotAllowed, 403))
LOCKED_DOWN = "default-src 'none'; sandbox"


@require_POST
def upload(request: AskedRequest) -> JsonResponse:
    """One file in, one handle out. The same `claim` again gives the same answer, so a phone may simply repeat."""
    said, sent = request.POST, request.FILES.get("file")
    try:
        if sent is None:
            raise Invalid(_("没有收到文件，请重新选择。"), reason="no_file")
        document = actions.take_in(
            request.actor,
            file=sent,
            name=sent.name or "",
            purpose=said.get("purpose", ""),
            claim=said.get("claim", ""),
            source=sender_address(request),
            at=request.at,
        )
    except DomainError as error:
        return _refused(error)
    shown = queries.brief(document, at=request.at, unmasked=True)
    answer = {"id": document.pk, "handle": document.handle, "kind": shown.kind, "size": shown.size}
    return JsonResponse({**answer, "thumb": shown.thumb, "name": shown.name}, status=201)


@require_POST
def drop(request: AskedRequest) -> JsonResponse:
    """Whoever holds the handle takes the upload back before it is attached."""
    try:
        dropped = actions.take_back(request.actor, handles=request.POST.getlist("handle"), at=request.at)
    except DomainError as error:
        return _refused(error)
    return JsonResponse({"dropped": dropped})


@require_GET
def open_link(request: AskedRequest, token: str) -> StreamingHttpResponse:
    """The file behind a signed link: pictures are shown, everything else is saved; nothing is cached or sniffed."""
    found = queries.linked(token, at=request.at)
    variant = found.variant
    picture = KINDS[found.document.kind].picture
    response = StreamingHttpResponse(storage.read(variant.key, sealed=variant.sealed), content_type=variant.media_type)
    response["Content-Length"] = str(variant.size)
    response["Content-Disposition"] = content_disposition_header(not picture, found.document.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = LOCKED_DOWN
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def shown(request: AskedRequest, key: str) -> HttpResponse | StreamingHttpResponse:
    """A masked photo for everybody, without signing in. Whoever keeps a copy asks each time whether it still stands."""
    variant = queries.shown(key)
    tag = f'"{variant.sha256}"'
    asked = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    response: HttpResponse | StreamingHttpResponse
    if tag in asked:
        response = HttpResponseNotModified()
    else:
        content = storage.read(variant.key, sealed=variant.sealed) if request.method == "GET" else iter(())
        response = StreamingHttpResponse(content, content_type=variant.media_type)
        response["Content-Length"] = str(variant.size)
        response["Content-Disposition"] = "inline"
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = LOCKED_DOWN
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def everybody(request: AskedRequest, document_id: int) -> HttpResponse:
    """Show the masked photo to everybody, or hide it again."""
    try:
        if request.POST.get("shown") != "yes":
            showing.hide_again(request.actor, document_id=document_id, at=request.at)
            messages.success(request, _("已收回，网址马上失效。"))
        else:
            looked = request.POST.get("looked") == "yes"
            showing.show_everybody(request.actor, document_id=document_id, looked=looked, at=request.at)
            messages.success(request, _("已公开，谁都可以看到遮挡后的这张照片。"))
    except (Conflict, Invalid) as error:
        messages.error(request, str(error))
    return redirect("documents:mask", document_id=document_id)


@require_http_methods(["GET", "POST"])
def mask(request: AskedRequest, document_id: int) -> HttpResponse:
    """Cover faces and plates by hand, by drawing or by numbers."""
    document = document_for(request.actor, document_id, to="handle", at=request.at)
    rows = BoxFormSet(request.POST or None, prefix="box", initial=percents(document.boxes))
    drawn = DrawnBoxes(request.POST or None, initial={"boxes": as_drawn(document.boxes), "way": _way(document)})
    refusal: DomainError | None = None
    if request.method == "POST" and rows.is_valid() and drawn.is_valid():
        try:
            actions.mask(request.actor, document_id=document_id, boxes=_boxes(request, rows, drawn), at=request.at)
        except Invalid as error:
            refusal = error
        else:
            messages.success(request, _("遮挡件已生成。别人只会看到遮挡后的照片，原件加密保存 30 天后删除。"))
            return redirect("documents:mask", document_id=document_id)
    shown = _mask_page(request, document) | {"rows": rows, "drawn": drawn, "refusal": refusal}
    wrong = request.method == "POST"  # a right one was redirected
    return render(request, "documents/mask.html", shown, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
def manage_limits(request: AskedRequest) -> HttpResponse:
    """What may be uploaded for each purpose."""
    _administrators_only(request)
    return render(request, "documents/limits.html", {"limits": limits()})


@require_http_methods(["GET", "POST"])
def manage_limit(request: AskedRequest, purpose: str) -> HttpResponse:
    """Change one limit, with the reason."""
    _administrators_only(request)
    now = limit_for(purpose)
    before = {"kinds": now.kinds, "max_megabytes": now.max_bytes // 2**20, "max_count": now.max_count}
    form = LimitForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.set_limit(
            request.actor,
            purpose=purpose,
            kinds=said["kinds"],
            max_bytes=said["max_megabytes"] * 2**20,
            max_count=said["max_count"],
            reason=said["reason"],
            at=request.at,
        )
        messages.success(request, _("已修改，立即生效。"))
        return redirect("documents:limits")
    shown = {"form": form, "limit": now, "history": queries.limit_history(purpose)}
    return render(request, "documents/limit.html", shown, status=422 if form.errors else 200)


def _refused(error: DomainError) -> JsonResponse:
    said = {"code": error.code, "message": str(error.message), "way_out": str(error.way_out)}
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 422)
    return JsonResponse(said, status=status)


def _boxes(request: AskedRequest, rows: Any, drawn: DrawnBoxes) -> list[Box]:
    """The numbers if someone wrote numbers, else what was drawn. None at all must be said on purpose."""
    way = drawn.cleaned_data["way"]
    numbers = [box for form in rows.forms if (box := form.box(way)) is not None]
    boxes = numbers if rows.has_changed() else drawn.drawn()
    if not boxes and request.POST.get("nothing") != "yes":
        raise Invalid(_("还没有遮挡框。照片里没有人脸和车牌的，请勾选“没有需要遮挡的”。"), reason="no_box")
    return boxes


def _way(document: Document) -> str:
    return str(document.boxes[0]["way"]) if document.boxes else "solid"


def _mask_page(request: AskedRequest, document: Document) -> dict[str, Any]:
    shown = queries.brief(document, at=request.at, unmasked=True)
    masked = queries.brief(document, at=request.at, unmasked=False)
    return {
        "document": document,
        "shown": shown,
        "masked": masked,
        "self": reverse("documents:mask", args=[document.pk]),
        "can_show": masked.href and shown.picture and not document.apart and showing.may_show(document),
        "public_address": queries.shown_address(document.public_key) if document.public_key else "",
    }


def _administrators_only(request: AskedRequest) -> None:
    rules.enter(request.actor, to="set_limits")


urlpatterns = [
    path("documents/upload/", upload, name="upload"),
    path("documents/drop/", drop, name="drop"),
    path("documents/<int:document_id>/mask/", mask, name="mask"),
    path("documents/<int:document_id>/everybody/", everybody, name="everybody"),
    path("photos/<str:key>.jpg", shown, name="shown"),
    path("d/<str:token>/", open_link, name="open"),
    path("manage/uploads/", manage_limits, name="limits"),
    path("manage/uploads/<str:purpose>/", manage_limit, name="limit"),
]
