"""Describing the site: who runs it, how to reach them, under which record numbers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huying.kernel.edge import AskedRequest
from huying.portal.actions import describe_site
from huying.portal.forms import SiteForm
from huying.portal.queries import site_to_describe


def describe(request: AskedRequest) -> HttpResponse:
    row = site_to_describe(request.actor)
    form = SiteForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        describe_site(request.actor, reason=facts.pop("reason"), facts=facts, at=request.at)
        messages.success(request, _("已保存，页脚和隐私说明现在就按新的内容显示。"))
        return redirect("portal:manage-site")
    return render(request, "portal/manage_site.html", {"form": form}, status=422 if form.errors else 200)
