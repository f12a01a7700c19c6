"""What can go wrong with the models of words."""

from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import StepNotAllowed


class TooFewSamples(StepNotAllowed):
    code = "too_few_samples"
    message = _("确认过的类别还太少，训练不出新版本")
    way_out = _("继续由人确认类别；在那之前按类别名称和同义词提示。")
