"""What can go wrong with the working calendar."""

from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import StepNotAllowed


class DayIsPast(StepNotAllowed):
    code = "calendar_day_is_past"
    message = _("已经过去的日子不能再改")
    way_out = _("过去的时限已经按当时的日历算过。请只改今天及以后的日子。")
