"""What the form components need to know about a field."""

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect

register = template.Library()


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether a field is one box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether a field is several boxes, which need a fieldset and a legend."""
    return isinstance(field.field.widget, CheckboxSelectMultiple | RadioSelect)
