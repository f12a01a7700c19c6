"""Words for what the models say."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ABSTAINED: dict[str, Any] = {
    "too_short": _("字太少，看不出是哪一类"),
    "out_of_scope": _("和已有的类别都不像"),
    "unsure": _("把握不够"),
    "no_classes": _("还没有类别可选"),
}
