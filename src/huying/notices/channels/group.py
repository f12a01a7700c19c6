"""Group robots and mailboxes of bodies through apprise: DingTalk, WeCom, Feishu, or any JSON receiver."""

import logging

import apprise

from huying.notices.channels import Later, Parcel, Refused

# Services on Chinese ground and the tenant's own receivers; nothing leaves to a foreign one (PIPL art. 36).
SCHEMES = {
    "dingtalk": "钉钉",
    "wecombot": "企业微信",
    "lark": "飞书",
    "feishu": "飞书",
    "json": "JSON",
    "jsons": "JSON",
}
logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would write addresses with their secrets


def scheme_of(address: str) -> str:
    return address.partition("://")[0].lower()


def readable(address: str) -> bool:
    """Whether apprise understands the address and its scheme may be used."""
    if scheme_of(address) not in SCHEMES:
        return False
    return apprise.Apprise.instantiate(address, suppress_exceptions=True) is not None


def carry(parcel: Parcel) -> None:
    """One robot; apprise says only whether it worked."""
    robot = apprise.Apprise.instantiate(parcel.address, suppress_exceptions=True)
    if robot is None:
        raise Refused("group_address_wrong")
    try:
        taken = robot.notify(body=parcel.words.text, title=parcel.words.subject)
    except (OSError, TypeError, ValueError) as error:
        raise Later(f"group_{type(error).__name__}"[:60]) from None
    if not taken:
        raise Later("group_not_taken")
