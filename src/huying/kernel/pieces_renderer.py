"""Django's own way to print a form gives our pieces: `{{ form }}` and `{{ form.x.as_field_group }}`."""

from django.forms.renderers import TemplatesSetting


class PiecesRenderer(TemplatesSetting):
    """FORM_RENDERER of the product."""

    form_template_name = "pieces/form_as_written.html"
    field_template_name = "pieces/field_as_written.html"
