"""How a refusal of the domain comes back to a form."""

from django import forms

from huying.kernel.errors import DomainError, Invalid


def tell_form(form: forms.Form, refused: DomainError) -> None:
    """The refusal beside the field it speaks of, else above the form."""
    fields = refused.fields if isinstance(refused, Invalid) else {}
    for name, message in fields.items():
        form.add_error(name if name in form.fields else None, message)
    if not fields:
        form.add_error(None, str(refused))
