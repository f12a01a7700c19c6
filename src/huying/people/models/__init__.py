"""Tables of people: accounts, purposes and consent, the sealed store, and what watches over them."""

from huying.people.models.accounts import Account, AccountManager, SignInCode, SignInEvent, opaque_login_name
from huying.people.models.consent import ConsentRecord, GuardianConsent, ProcessingPurpose
from huying.people.models.oversight import AccountStep, ApiToken, ExportApproval, RightsRequest
from huying.people.models.sealed import ReadLog, SealedRecord
from huying.people.models.sessions import Session

__all__ = [
    "Account",
    "AccountManager",
    "AccountStep",
    "ApiToken",
    "ConsentRecord",
    "ExportApproval",
    "GuardianConsent",
    "ProcessingPurpose",
    "ReadLog",
    "RightsRequest",
    "SealedRecord",
    "Session",
    "SignInCode",
    "SignInEvent",
    "opaque_login_name",
]
