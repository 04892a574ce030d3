"""What somebody supposes about a place, as it stands in an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_PERSONS = 1_000_000


class ScenarioForm(forms.Form):
    """A scenario; every field has the value of the reference where nothing is supposed."""

    migration = forms.FloatField(
        label=_("Net migration, per cent of the reference"),
        help_text=_("100 leaves it as it is, 50 halves it, 0 is none."),
        min_value=0,
        max_value=500,
        initial=100,
        required=False,
    )
    fertility = forms.ChoiceField(
        label=_("Births"),
        required=False,
        choices=[
            ("", _("as in the reference")),
            ("stays", _("children per woman stay as in the first year")),
            ("reaches", _("children per woman reach a number")),
        ],
    )
    children = forms.FloatField(label=_("Children per woman"), min_value=0.3, max_value=8, required=False)
    longer = forms.FloatField(
        label=_("People live longer by, years"),
        help_text=_("On top of the reference, reached step by step; a negative number is shorter lives."),
        min_value=-10,
        max_value=10,
        initial=0,
        required=False,
    )
    by_year = forms.IntegerField(label=_("Births and lives reach this by the year"), required=False)
    arrivals = forms.IntegerField(
        label=_("A district is built: people who move in from outside"),
        min_value=0,
        max_value=MOST_PERSONS,
        initial=0,
        required=False,
    )
    opens = forms.IntegerField(label=_("They move in from the year"), required=False)
    lasts = forms.IntegerField(label=_("over so many years"), min_value=1, max_value=30, initial=5, required=False)
    movers = forms.ChoiceField(
        label=_("They are"),
        required=False,
        choices=[("", _("mostly young adults and families")), ("older", _("people of 60 and over"))],
    )

    def __init__(self, *arguments: Any, first_year: int, last_year: int, **named: Any) -> None:
        """first_year, last_year: between which a year of the scenario must lie."""
        super().__init__(*arguments, **named)
        for name, usual in (("by_year", min(first_year + 20, last_year)), ("opens", min(first_year + 3, last_year))):
            field = self.fields[name]
            field.initial = usual
            field.validators += [
                forms.IntegerField(min_value=first_year, max_value=last_year).validators[at] for at in (0, 1)
            ]
            field.widget.attrs |= {"min": first_year, "max": last_year}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, field in self.fields.items():
            if cleaned.get(name) is None and field.initial is not None:
                cleaned[name] = field.initial
        if cleaned.get("fertility") == "reaches" and cleaned.get("children") is None and "children" not in self.errors:
            self.add_error("children", _("Write how many, for example 1.6."))
        return cleaned
