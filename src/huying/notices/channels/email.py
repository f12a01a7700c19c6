"""E-mail by Django's mail."""

from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage

from huying.notices.channels import Later, Parcel, Refused


def is_on() -> bool:
    return bool(settings.HUYING_MAIL_ON)


def carry(parcel: Parcel) -> None:
    """Plain text only; the same Message-ID at every try."""
    headers = {"Message-ID": f"<{parcel.id.replace(':', '.')}@huying>", "Auto-Submitted": "auto-generated"}
    letter = EmailMessage(parcel.words.subject, parcel.words.text, to=[parcel.address], headers=headers)
    try:
        letter.send()
    except SMTPRecipientsRefused:
        raise Refused("email_recipient_refused") from None
    except SMTPDataError as error:
        kind = Refused if 500 <= error.smtp_code < 600 else Later
        raise kind(f"email_smtp_{error.smtp_code}") from None
    except ValueError:
        raise Refused("email_address_wrong") from None
    except (OSError, SMTPException) as error:
        raise Later(f"email_{type(error).__name__}"[:60]) from None
