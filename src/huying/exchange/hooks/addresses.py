"""Which addresses may be asked: public ones by https; a private one only where the operator named its host.

The name is looked up once and the connection goes to exactly that address: a name that answers differently a moment
later leads nowhere else.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

LONGEST = 300
NAT64, WORLD = ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("2000::/3")
SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))
"""Set apart by IANA; not every Python knows them."""


class AddressRefused(ValueError):
    """A code of what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Target:
    """A host that was looked up."""

    scheme: str
    host: str
    port: int
    ip: str
    path: str


def parsed(address: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path; without looking anything up."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise AddressRefused("address") from None
    named = (parts.hostname or "") in settings.HUYING_WEBHOOK_HOSTS
    if parts.scheme != "https" and not (parts.scheme == "http" and named and not settings.HUYING_PRODUCTION):
        raise AddressRefused("scheme")
    if not parts.hostname or parts.username or parts.password or parts.fragment or len(address) > LONGEST:
        raise AddressRefused("address")
    if not address.isascii() or not address.isprintable() or " " in address:
        raise AddressRefused("address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80), path


def target_of(address: str) -> Target:
    """Where it leads now. Raises AddressRefused."""
    scheme, host, port, path = parsed(address)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused("unknown_host") from None
    ips = [str(entry[4][0]) for entry in found]
    if host not in settings.HUYING_WEBHOOK_HOSTS and not all(is_public(ip) for ip in ips):
        raise AddressRefused("private")
    return Target(scheme, host, port, ips[0], path)


def is_public(text: str) -> bool:
    """Of the sixth version only what is given out to the world (2000::/3), and of every way to write an address of the
    fourth inside one of the sixth what that one is."""
    ip = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast and not any(ip in net for net in SPECIAL)
    inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    if ip in NAT64:
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(str(inner))
    return ip in WORLD and ip.is_global and not any(ip in net for net in SPECIAL)
