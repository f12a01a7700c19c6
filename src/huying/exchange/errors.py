"""What may be refused to other systems."""

from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import DomainError


class Open311Refused(DomainError):
    """As GeoReport v2 says it: an HTTP status and a list of codes with descriptions."""

    code = "open311_refused"
    message = _("请求不符合 Open311 规范")

    def __init__(self, status: int, *found: tuple[str, str]) -> None:
        self.status = status
        self.found = found
        super().__init__("; ".join(words for _code, words in found))


def not_found(what: str, words: str) -> Open311Refused:
    return Open311Refused(404, (f"404.{what}", words))


def bad(what: str, words: str) -> Open311Refused:
    return Open311Refused(400, (f"400.{what}", words))
