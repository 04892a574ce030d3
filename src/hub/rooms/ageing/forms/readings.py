"""One figure of how ready a place is, as a planner writes it down."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hub.rooms.ageing.actions.readings import Told
from hub.rooms.ageing.engine.readiness.age_friendly import OWN, PERCENT
from hub.rooms.ageing.forms.figures import ALL_PERCENT, FigureField, GroupsField, YearField, text_of
from hub.rooms.ageing.models import Reading
from hub.rooms.ageing.models.readings import Confidence
from hub.rooms.ageing.queries.readings import OWN_LESS, OWN_MORE, Asked


class ReadingForm(forms.Form):
    """A figure with its year, source and confidence; or that it is not measured; or nothing."""

    value = FigureField(label=_("Figure"), required=False)
    is_not_measured = forms.BooleanField(
        label=_("Not measured"),
        required=False,
        help_text=_("An answer too. It needs no year and no source."),
    )
    year = YearField(label=_("Year"), required=False)
    source = forms.CharField(label=_("Source"), required=False, max_length=300)
    confidence = forms.ChoiceField(
        label=_("Confidence"), required=False, choices=[("", _("choose")), *Confidence.choices]
    )
    better = forms.ChoiceField(
        label=_("What is better"),
        required=False,
        choices=[("", _("choose")), (OWN_MORE, _("More is better.")), (OWN_LESS, _("Less is better."))],
    )
    groups = GroupsField(
        label=_("The same figure by group of older people"),
        required=False,
        help_text=_(
            "Shows who is left behind. One line for each group: name; figure; share of all older people in per cent. "
            "For example: women living alone; 41; 30. Groups are apart from each other and together everybody; three "
            "columns of a spreadsheet can be pasted."
        ),
    )

    def __init__(self, asked: Asked, sent: Mapping[str, Any] | None = None, *, said: Sequence[Reading] = ()):
        """said  what is written down of the indicator already"""
        self.asked = asked
        self.said = [one for one in said if one.definition in asked.kept_as]
        super().__init__(sent, initial=_initial(self.said))
        if asked.definition == OWN:
            del self.fields["is_not_measured"]
            self.fields["source"].label = _("What was measured, and the source")
        else:
            del self.fields["better"]
        if not asked.definition:
            del self.fields["groups"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_not_measured, is_written = cleaned.get("is_not_measured", False), bool(self["value"].value())
        if is_not_measured and (is_written or cleaned.get("groups")):
            found = self["value"].value() or cleaned["groups"][0].name
            message = _("“Not measured” is ticked and a figure is written (%(found)s). Keep one of the two.")
            self.add_error("is_not_measured", ValidationError(message, params={"found": found}))
        elif is_written:
            self._check_value(cleaned)
        elif not is_not_measured and (self.errors or any(cleaned.values())):
            self.add_error("value", _BLANK if "is_not_measured" in self.fields else _BLANK_OWN)
        return cleaned

    def told(self) -> list[Told]:
        """What is said now of this figure and its groups; what was said before and no longer is, is taken back."""
        cleaned = self.cleaned_data
        definition = cleaned.get("better") or self.asked.definition
        of_all = Told(self.asked.framework, self.asked.indicator, definition)
        if cleaned["value"] is None:
            is_said = cleaned.get("is_not_measured", False)
            return self._replaced([replace(of_all, is_measured=False)] if is_said else [])
        of_all = replace(
            of_all,
            value=cleaned["value"],
            year=cleaned["year"],
            source=cleaned["source"],
            confidence=cleaned["confidence"],
        )
        groups = [
            replace(of_all, subgroup=one.name, value=one.value, share_of_people=one.share)
            for one in cleaned.get("groups", ())
        ]
        return self._replaced([of_all, *groups])

    def nothing_told(self) -> list[Told]:
        """That nothing is said any more."""
        return self._replaced([])

    def _check_value(self, cleaned: dict[str, Any]) -> None:
        self._check_range("value", [cleaned["value"]] if "value" in cleaned else [])
        self._check_range("groups", [one.value for one in cleaned.get("groups", ())])
        for name, message in _MISSING.items():
            if name in self.fields and name not in self.errors and not cleaned.get(name):
                self.add_error(name, message)

    def _check_range(self, name: str, figures: Sequence[float]) -> None:
        is_percent = self.asked.unit == PERCENT
        for found in figures:
            if not 0 <= found <= (ALL_PERCENT if is_percent else math.inf):
                message = _NO_PERCENT if is_percent else _NEGATIVE
                params = {"found": text_of(found), "high": ALL_PERCENT}
                self.add_error(name, ValidationError(message, params=params))

    def _replaced(self, now: list[Told]) -> list[Told]:
        keys = {(one.definition, one.subgroup) for one in now}
        framework, indicator = self.asked.framework, self.asked.indicator
        gone = [one for one in self.said if (one.definition, one.subgroup) not in keys]
        return [*now, *(Told(framework, indicator, one.definition, one.subgroup, is_measured=None) for one in gone)]


_BLANK = _(
    "The figure is blank, yet other fields are filled in. Write the figure, or tick “Not measured”, or clear all fields to "
    "say nothing."
)
_BLANK_OWN = _(
    "The figure is blank, yet other fields are filled in. Write the figure, or clear all fields to say nothing."
)
_MISSING: Mapping[str, Any] = {
    "year": _("The year is missing. Write the year that the figure is about."),
    "source": _("The source is missing. Write who measured it, for example the name of the survey."),
    "confidence": _("The confidence is missing. Choose high, medium or low."),
    "better": _("It is not said what is better. Choose more or less."),
}


_NO_PERCENT = _("The figure is %(found)s. Allowed: 0 to %(high)s. Write per cent, not a number of people.")
_NEGATIVE = _("The figure is %(found)s. Allowed: 0 or more. Correct it.")


def _initial(said: Sequence[Reading]) -> dict[str, Any]:
    of_all = next((one for one in said if not one.subgroup), None)
    if of_all is None:
        return {}
    lines = [
        f"{one.subgroup}; {text_of(one.value)}; {text_of(one.share_of_people * ALL_PERCENT)}"
        for one in said
        if one.subgroup and one.value is not None and one.share_of_people is not None
    ]
    return {
        "value": "" if of_all.value is None else text_of(of_all.value),
        "is_not_measured": not of_all.is_measured,
        "year": of_all.year,
        "source": of_all.source,
        "confidence": of_all.confidence,
        "better": of_all.definition,
        "groups": "\n".join(lines),
    }
