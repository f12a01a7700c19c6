"""SMS through the tenant's gateway: one HTTP POST of JSON, no redirects, 2xx means taken."""

import http.client
import json
import ssl
from urllib.parse import urlsplit

from django.conf import settings

from huying.notices.channels import Later, Parcel, Refused

PATIENCE = 10  # seconds
TRY_AGAIN = {408, 425, 429}


def is_on() -> bool:
    return bool(settings.HUYING_SMS_URL)


def carry(parcel: Parcel) -> None:
    """The signature of the operator is the gateway's matter; we give phone, text and an id."""
    url = urlsplit(settings.HUYING_SMS_URL)
    body = json.dumps({"phone": parcel.address, "text": parcel.words.text, "id": parcel.id}, ensure_ascii=False)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Authorization": f"Bearer {settings.HUYING_SMS_TOKEN}",
        "Idempotency-Key": parcel.id,
    }
    line = _line(url.scheme, url.hostname or "", url.port)
    try:
        line.request("POST", (url.path or "/") + (f"?{url.query}" if url.query else ""), body.encode(), headers)
        status = line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise Later(f"sms_{type(error).__name__}"[:60]) from None
    finally:
        line.close()
    _judge(status)


def _judge(status: int) -> None:
    if 200 <= status < 300:
        return
    if 400 <= status < 500 and status not in TRY_AGAIN:
        raise Refused(f"sms_status_{status}")
    raise Later(f"sms_status_{status}")


def _line(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=PATIENCE)
