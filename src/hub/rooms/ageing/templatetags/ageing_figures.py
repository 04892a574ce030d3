"""What was understood of a file, as labels and words."""

from datetime import date

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from hub.rooms.ageing.models import Delivery

register = template.Library()


@register.filter
def facts_of(delivery: Delivery) -> list[tuple[str, str]]:
    """(label, words) of everything that is known of a file."""
    facts, told = delivery.facts, []
    if facts.get("dates"):
        days = [date_format(date.fromisoformat(day)) for day in facts["dates"]]
        shown = ", ".join(days) if len(days) < 4 else f"{days[0]} … {days[-1]} ({len(days)})"
        told.append((_("reference date"), shown))
    if facts.get("years"):
        years = facts["years"]
        told.append((_("years"), f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])))
    for name, label in (
        ("persons", _("persons")),
        ("districts", _("districts")),
        ("groups", _("age groups")),
        ("open_age", _("last group from age")),
        ("places", _("learning places")),
    ):
        if facts.get(name):
            told.append((label, number_format(facts[name], 0, force_grouping=facts[name] >= 1000)))
    return told
