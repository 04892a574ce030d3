"""Input to clean values: what staff write into the register. The filters are in `queries/filters.py`."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hub.commons.places.models import Country
from hub.commons.sources.models import Source
from hub.kit.errors import DataProblem
from hub.kit.years import read_period
from hub.rooms.network.models import City, EventKind, Property, RoleKind


class DateForm(forms.Form):
    """A day as of which to look at the network."""

    date = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}), required=False)


class PartDateField(forms.CharField):
    """A date of which perhaps only the year or the month is known; cleans to (first day, precision)."""

    def __init__(self, *, label: Any) -> None:
        help_text = _(
            "A year, a month or a day: 2024, 2024-02 or 2024-02-14. Leave it empty where the date is not known."
        )
        super().__init__(label=label, required=False, max_length=10, help_text=help_text)

    def clean(self, value: Any) -> tuple[date | None, str]:
        text = super().clean(value)
        if not text:
            return None, "unknown"
        precision = {4: "year", 7: "month", 10: "day"}.get(len(text))
        try:
            period = read_period(text) if precision and "Q" not in text else None
        except DataProblem:
            period = None
        if period is None or precision is None:
            message = _("“%(found)s” is not a date that can be read. Allowed: 2024, 2024-02 or 2024-02-14.")
            raise forms.ValidationError(message, params={"found": text})
        return period.start, precision


class SourceField(forms.CharField):
    """Where a statement comes from: the code of a source that is kept, or the address of a page."""

    def __init__(self) -> None:
        help_text = _("The address of the page or document that says so, or the code of a source that the Hub has.")
        super().__init__(label=_("Source"), max_length=600, help_text=help_text)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        if text and not text.startswith(("https://", "http://")) and not Source.objects.filter(code=text).exists():
            message = _(
                "“%(found)s” is neither an address nor a source of the Hub. Give the whole address, with https://."
            )
            raise forms.ValidationError(message, params={"found": text})
        return text


class CityForm(forms.ModelForm):
    """Correct what the register says a city is. The code never changes."""

    reason = forms.CharField(label=_("Why this is corrected"), max_length=80)

    class Meta:
        model = City
        fields = ("name", "kind", "kind_note", "country", "region", "note")


class NameForm(forms.Form):
    """A name in another script or language."""

    text = forms.CharField(label=_("Name"), max_length=200)
    language = forms.RegexField(
        label=_("Language"), regex=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", required=False, max_length=16,
        help_text=_("The BCP 47 code, for example ar or pt-BR; empty where it is not known."),
    )  # fmt: skip
    source = SourceField()


class ValueForm(forms.Form):
    """A figure with its date and source."""

    property = forms.ChoiceField(label=_("Property"), choices=Property.choices)
    number = forms.FloatField(label=_("Number"), widget=forms.NumberInput(attrs={"step": "any"}))
    as_of = PartDateField(label=_("As of"))
    source = SourceField()
    note = forms.CharField(label=_("Note"), max_length=600, required=False)


class EventForm(forms.Form):
    """Something that happened to a membership."""

    kind = forms.ChoiceField(label=_("Event"), choices=EventKind.choices)
    when = PartDateField(label=_("Date"))
    source = SourceField()
    note = forms.CharField(label=_("Note"), max_length=600, required=False)


class InvitationForm(forms.Form):
    """Offer a role by e-mail."""

    email = forms.EmailField(label=_("E-mail address"))
    title = forms.CharField(label=_("Title or office"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of the message"), choices=settings.LANGUAGES)


class PlacedInvitationForm(InvitationForm):
    """Offer any role, with the country that it is for."""

    kind = forms.ChoiceField(
        label=_("Role"), choices=[choice for choice in RoleKind.choices if choice[0] != RoleKind.FOCAL_POINT]
    )
    country = forms.ModelChoiceField(
        label=_("Country"),
        queryset=Country.objects.all(),
        required=False,
        help_text=_("For a national commission only."),
    )


class MergeForm(forms.Form):
    """Which city is the same as this one."""

    code = forms.SlugField(label=_("Code of the city that stays"), max_length=80)
    reason = forms.CharField(label=_("Why they are the same"), max_length=80)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=80)
