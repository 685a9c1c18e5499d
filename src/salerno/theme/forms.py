"""How forms are drawn: ``{{ form }}`` and ``{{ field.as_field_group }}`` use the components of this room."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Set as ``FORM_RENDERER``; needs ``django.forms`` as installed app for the widgets' own templates."""

    form_template_name = "components/form_fields.html"
    field_template_name = "components/field.html"
