"""Sending tables in, and asking for a projection."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MOST_UPLOAD_BYTES = 50 * 1024 * 1024
ACCEPTED = ".csv,.tsv,.txt,.xlsx,.json,.px"
SHORTEST, LONGEST, USUAL = 5, 75, 30
# A year and a number of persons in the digits of any script; more than twelve are nobody's city.
_OFFICIAL = re.compile(r"\s*(?P<year>\d{4})[\s;,]+(?P<persons>\d{1,12})\s*")


def _table_field(label: Any, help_text: Any, *, required: bool = False) -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": _("The file is empty. Send a table with a heading and at least one row.")},
    )


class SendForm(forms.Form):
    """The spreadsheets that a place has; the first one is enough for a first result."""

    population = _table_field(
        _("People by age and sex"),
        _(
            "CSV, XLSX, PC-Axis, JSON-stat or SDMX-CSV, as your statistical office gives it: any age groups, with or "
            "without districts, one or several dates."
        ),
    )
    earlier = _table_field(
        _("The same from an earlier census or year"),
        _("Shows who moves in and out. Not needed where the first table holds several dates."),
    )
    vital = _table_field(_("Births and deaths of the last years"), _("One row for each year is enough."))
    provision = _table_field(
        _("Learning places for older people"),
        _("District, mode (walk, transit, online) and number of places a year."),
    )
    reference_date = forms.DateField(
        label=_("Reference date of the people, where the table does not say it"),
        help_text=_("For example 2021-05-12, or 2024-01-01 for the beginning of 2024."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    earlier_date = forms.DateField(
        label=_("Reference date of the earlier table, where it does not say it"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    source = forms.CharField(
        label=_("Who counted"),
        help_text=_("Printed under every chart: for example the name of the census or register."),
        required=False,
        max_length=200,
    )
    FILES = ("population", "earlier", "vital", "provision")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in self.FILES) and not self.errors:
            raise forms.ValidationError(_("Choose at least one file."))
        for name in self.FILES:
            sent: UploadedFile | None = cleaned.get(name)
            if sent and (sent.size or 0) > MOST_UPLOAD_BYTES:
                self.add_error(
                    name,
                    forms.ValidationError(
                        _(
                            "The file has %(found)d MB. Allowed: at most %(allowed)d MB. Keep only the rows of your city."
                        ),
                        params={"found": (sent.size or 0) // 1024**2, "allowed": MOST_UPLOAD_BYTES // 1024**2},
                    ),
                )
        return cleaned


class ProjectForm(forms.Form):
    """How far, held to which official figures."""

    years = forms.IntegerField(
        label=_("Years ahead"), min_value=SHORTEST, max_value=LONGEST, initial=USUAL, help_text=_("From 5 to 75.")
    )
    official = forms.CharField(
        label=_("Official projection of the total, where there is one"),
        help_text=_(
            "One line for each year: year and persons, for example 2035 512000. Both are shown, with it and without."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_official(self) -> dict[int, float]:
        """Official totals by year."""
        totals: dict[int, float] = {}
        for number, line in enumerate(self.cleaned_data["official"].splitlines(), 1):
            if not line.strip():
                continue
            told = {"line": number, "found": line.strip()[:40]}
            shape = _OFFICIAL.fullmatch(line)
            if shape is None:
                raise forms.ValidationError(
                    _("Line %(line)d is “%(found)s”. Write a year and a whole number of persons: 2035 512000."),
                    params=told,
                )
            year, persons = int(shape["year"]), float(int(shape["persons"]))
            if totals.setdefault(year, persons) != persons:
                raise forms.ValidationError(
                    _(
                        "Line %(line)d is “%(found)s”, but a line before it gives another number for the same year. Keep one."
                    ),
                    params=told,
                )
        return totals
