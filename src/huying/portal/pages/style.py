"""The style guide: every piece alive, for those who make pages. Not served in production."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from huying.kernel import built
from huying.kernel.edge import AskedRequest
from huying.kernel.errors import StepNotAllowed


class Sample(forms.Form):
    """One field of each shape."""

    title = forms.CharField(label="标题", help_text="一句话说清楚，例如“楼道灯不亮”。", max_length=20)
    words = forms.CharField(label="详细说说", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(label="分类", choices=[("", "请选择"), ("a", "市容环境"), ("b", "物业管理")])
    who = forms.ChoiceField(
        label="谁可以知道是您？",
        widget=forms.RadioSelect,
        choices=[("a", "经办人可以联系我"), ("b", "保密：只有受理人知道"), ("c", "匿名")],
    )
    day = forms.DateField(label="哪一天", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    agreed = forms.BooleanField(label="我已阅读并同意用于办理这件事")


def samples(request: AskedRequest) -> dict[str, Any]:
    at = request.at
    return {
        "hours": at + timedelta(hours=3, minutes=10),
        "days": at + timedelta(days=6),
        "soon": at + timedelta(minutes=50),
        "past": at - timedelta(hours=2),
        "form": Sample(),
        "wrong": Sample({"wrong-title": "楼道灯不亮已经一个多星期了没有人来修理怎么办呢"}, prefix="wrong"),
        "story": [
            {"at": at - timedelta(minutes=5), "text": "已派给宁海路街道城管中队办理", "who": "区派单台",
             "next": "他们会在 24 小时内先与您联系", "tone": "going"},
            {"at": at - timedelta(minutes=6), "text": "开始计时", "system": True},
            {"at": at - timedelta(minutes=7), "text": "短信已送达", "system": True},
            {"at": at - timedelta(hours=1), "text": "还差一样：具体是几栋几单元？", "who": "受理员", "tone": "asked"},
            {"at": at - timedelta(hours=3), "text": "收到您的反映", "tone": "done",
             "detail": "三单元二楼到四楼的灯都不亮。"},
        ],
        "others": [
            SimpleNamespace(title="社区居委会", why="不在社区工作清单内，不能派给社区。"),
            SimpleNamespace(title="区城管局", why="一般件先由街道中队办理。"),
        ],
        "refused": StepNotAllowed(),
        "tabs": [
            {"code": "urgent", "label": "急", "href": "?tab=urgent", "count": 2, "tone": "late"},
            {"code": "today", "label": "今天到期", "href": "?tab=today", "count": 14, "tone": "soon"},
            {"code": "all", "label": "全部", "href": "?tab=all", "count": None},
        ],
        "page": SimpleNamespace(items=[1], next_cursor="sample"),
        "icons": built.sprite()["names"],
    }  # fmt: skip


def guide(request: AskedRequest) -> HttpResponse:
    """Posts are shown again, so that a form can be tried."""
    told = {**samples(request), "tab": request.GET.get("tab", "today")}
    return render(request, f"portal/style_{'desk' if 'desk' in request.GET else 'resident'}.html", told)
