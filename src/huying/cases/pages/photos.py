"""Photos that are sent along: taken in at the first try, and kept by their handles while a form is shown again."""

from django.contrib import messages

from huying.documents.public import take_in
from huying.kernel.edge import AskedRequest, sender_address
from huying.kernel.errors import DomainError


def taken_in(request: AskedRequest, *, purpose: str) -> tuple[str, ...]:
    """The handles of what is there already and of what came now. A photo that is refused says why; the words go on."""
    handles = [handle for handle in request.POST.get("handles", "").split(" ") if handle]
    for file in request.FILES.getlist("photos"):
        try:
            taken = take_in(
                request.actor,
                file=file,
                name=file.name or "",
                purpose=purpose,
                at=request.at,
                source=sender_address(request),
            )
        except DomainError as refused:
            messages.warning(request, str(refused))
        else:
            handles.append(taken.handle)
    return tuple(handles)
