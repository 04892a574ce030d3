"""Phrases of the room for templates."""

from django import template
from django.utils.translation import gettext as _

from hub.rooms.network import phrases
from hub.rooms.network.queries.standing import period_of

register = template.Library()
register.filter("say_standing", phrases.say_standing)
register.filter("tone_of", phrases.tone_of)
register.filter("say_reason", phrases.say_reason)
register.filter("say_number", phrases.say_number)
register.filter("say_action", phrases.say_action)
register.filter("say_signed", phrases.say_signed)
register.filter("say_period", phrases.say_period)


@register.filter
def say_stored(text: str) -> str:
    """A name that is stored in English and that the catalogues may know."""
    return _(text) if text else ""


@register.simple_tag
def part_date(day: object, precision: str) -> str:
    """A stored date as far as it is known."""
    return phrases.say_period(period_of(day, precision))  # type: ignore[arg-type]
