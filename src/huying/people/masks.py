"""Masked forms of personal data, and one way to write a telephone number."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import Invalid
from huying.people.errors import FieldNotInPurpose

FIELDS = ("name", "phone", "email", "id_number", "address", "birth_year", "words")
BUILDING = re.compile(r"^(.*?\d+\s*(?:号楼|幢|栋|座|号|弄))")


def plain_phone(text: str) -> str:
    """Digits only: `+86 138-0013-8000` becomes `13800138000`. Raises Invalid when it cannot be a number."""
    digits = re.sub(r"[\s\-()\u2010-\u2015]", "", unicodedata.normalize("NFKC", text or ""))
    digits = re.sub(r"^(?:\+86|0086)(?=\d{10,12}$)", "", digits)
    if not re.fullmatch(r"\+?\d{7,15}", digits):
        raise Invalid(fields={"phone": _("请填写正确的电话号码，例如 13800138000。")})
    return digits


def mask_name(text: str) -> str:
    return f"{text.strip()[:1]}*" if text.strip() else ""


def mask_phone(text: str) -> str:
    digits = text.strip()
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 11 else "*" * max(len(digits) - 4, 4) + digits[-4:]


def mask_email(text: str) -> str:
    head, _, host = text.partition("@")
    return f"{head[:1]}***@{host}" if host else "***"


def mask_id_number(text: str) -> str:
    return f"{text[:3]}{'*' * max(len(text) - 7, 4)}{text[-4:]}"


def mask_address(text: str) -> str:
    """Down to the building and no further."""
    found = BUILDING.match(text)
    return f"{found.group(1)}…" if found else f"{text[:6]}…"


MASKS = {
    "name": mask_name,
    "phone": mask_phone,
    "email": mask_email,
    "id_number": mask_id_number,
    "address": mask_address,
}


def masked_form(field: str, value: str) -> str:
    """How a field looks to someone who may not read it."""
    if field not in FIELDS:
        raise FieldNotInPurpose(field=field)
    return MASKS[field](value) if field in MASKS else "***"
