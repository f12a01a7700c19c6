"""For those who write other systems: how to ask and to post; and the data dictionary for administrators."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from huying.exchange import dictionary
from huying.exchange.rules import DICTIONARY_READERS
from huying.kernel.edge import AskedRequest, for_roles
from huying.kernel.errors import NotFound


def developers(request: AskedRequest) -> HttpResponse:
    return render(request, "exchange/developers.html", {"address": settings.HUYING_ADDRESS})


@for_roles(*DICTIONARY_READERS)
def data_dictionary(request: AskedRequest) -> HttpResponse:
    known = dictionary.contexts()
    context = request.GET.get("context", "cases")
    if context not in dict(known):
        raise NotFound(context=context[:40])
    tabs = [{"code": code, "label": label, "href": f"?context={code}"} for code, label in known]
    parts = [("tables", dictionary.tables(context)), ("facts", dictionary.facts(context)),
             ("shapes", dictionary.shapes(context))]  # fmt: skip
    told = {"tabs": tabs, "current": context, "parts": parts, "classes": dictionary.CLASSES.items()}
    return render(request, "exchange/dictionary.html", told)
