"""What can go wrong with messages."""

from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import DomainError, Invalid, NotFound


class UnknownMoment(NotFound):
    """No such template code."""

    code = "unknown_moment"
    message = _("没有这个消息模板")


class FactsMissing(DomainError):
    """The caller left out facts that the moment needs. Facts: `missing`."""

    code = "facts_missing"
    message = _("消息缺少内容，没有发出")


class WrongWords(Invalid):
    """A wording uses a placeholder that the moment does not give, or leaves out one it must hold."""

    code = "wrong_words"
    message = _("模板里的占位词不对")
