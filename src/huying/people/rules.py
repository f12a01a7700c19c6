"""Who may. Three administrators share the work: none can make an account, empower it and clear its traces."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed
from huying.kernel.rulebook import NOBODY, RuleBook, office
from huying.people.states import AUDIT_ADMIN, DPO, SECURITY_ADMIN, SYSTEM_ADMIN

accounts = RuleBook()
requests = RuleBook()
exports = RuleBook()
offices = RuleBook()


def _mine(actor: Actor, **more: object) -> Q:
    return Q(pk=actor.account_id, **more) if actor.account_id else NOBODY


def _not_mine(actor: Actor) -> Q:
    return ~Q(pk=actor.account_id or 0)


class AccountRules:
    """Over accounts."""

    @staticmethod
    @accounts.add
    def may_see(actor: Actor) -> Q:
        """Oneself; administrators see staff accounts; only the security administrator sees residents' ones."""
        staff = Q(staff=True) if actor.holds(SYSTEM_ADMIN, AUDIT_ADMIN) else NOBODY
        return _mine(actor) | staff | office(actor, SECURITY_ADMIN)

    @staticmethod
    @accounts.add
    def may_change(actor: Actor) -> Q:
        """Language, elder version, what to be called: only oneself."""
        return _mine(actor)

    @staticmethod
    @accounts.add
    def may_reset(actor: Actor) -> Q:
        """A new password or second factor for a colleague; one's own goes through “my account”."""
        return office(actor, SYSTEM_ADMIN) & Q(staff=True) & _not_mine(actor)

    @staticmethod
    @accounts.add
    def may_close(actor: Actor) -> Q:
        """A resident closes the own account; the system administrator closes a colleague's."""
        return _mine(actor, staff=False) | (office(actor, SYSTEM_ADMIN) & Q(staff=True) & _not_mine(actor))

    @staticmethod
    @accounts.add
    def may_lock(actor: Actor) -> Q:
        """The security administrator, but not the own account."""
        return office(actor, SECURITY_ADMIN) & _not_mine(actor)

    @staticmethod
    @accounts.add
    def may_unlock(actor: Actor) -> Q:
        """The security administrator, but not the own account."""
        return office(actor, SECURITY_ADMIN) & _not_mine(actor)


class MinorRules:
    """Over the flag of a child under fourteen."""

    @staticmethod
    @accounts.add
    def may_clear_minor(actor: Actor) -> Q:
        """The security administrator, for a resident who asked; never for oneself."""
        return office(actor, SECURITY_ADMIN) & _not_mine(actor) & Q(staff=False)


class RequestRules:
    """Over requests about one's own data."""

    @staticmethod
    @requests.add
    def may_see(actor: Actor) -> Q:
        """Whoever made it, and the person responsible for personal data."""
        mine = Q(account=actor.account_id) if actor.account_id else NOBODY
        return mine | office(actor, DPO)

    @staticmethod
    @requests.add
    def may_answer(actor: Actor) -> Q:
        """The person responsible for personal data, but never in a matter of their own."""
        return office(actor, DPO) & ~Q(account=actor.account_id or 0)


class ExportRules:
    """Over exports with personal data."""

    @staticmethod
    @exports.add
    def may_see(actor: Actor) -> Q:
        """Whoever asked for it, and those who decide or watch over it."""
        mine = Q(asked_by=actor.account_id) if actor.account_id else NOBODY
        return mine | office(actor, DPO, SECURITY_ADMIN, AUDIT_ADMIN)

    @staticmethod
    @exports.add
    def may_decide(actor: Actor) -> Q:
        """A second person: never the one who asked."""
        return office(actor, DPO, SECURITY_ADMIN) & ~Q(asked_by=actor.account_id or 0)

    @staticmethod
    @exports.add
    def may_use(actor: Actor) -> Q:
        """Whoever asked for it."""
        return Q(asked_by=actor.account_id) if actor.account_id else NOBODY


class OfficeRules:
    """What belongs to an office as a whole, not to one row."""

    @staticmethod
    @offices.add
    def may_open_accounts(actor: Actor) -> Q:
        """The system administrator."""
        return office(actor, SYSTEM_ADMIN)

    @staticmethod
    @offices.add
    def may_read_logs(actor: Actor) -> Q:
        """The audit administrator."""
        return office(actor, AUDIT_ADMIN)

    @staticmethod
    @offices.add
    def may_read_looks(actor: Actor) -> Q:
        """Who looked at personal data: the auditor, and the person responsible for the data."""
        return office(actor, AUDIT_ADMIN, DPO)

    @staticmethod
    @offices.add
    def may_manage_tokens(actor: Actor) -> Q:
        """The system administrator."""
        return office(actor, SYSTEM_ADMIN)

    @staticmethod
    @offices.add
    def may_publish_purposes(actor: Actor) -> Q:
        """The person responsible for personal data."""
        return office(actor, DPO)


def demand_role(actor: Actor, *roles: str) -> None:
    """A page of an office: for others it is not there to be used."""
    if not actor.holds(*roles):
        raise NotAllowed(roles=list(roles))
