"""What people send to the room."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MOST_UPLOAD_BYTES = 50 * 1024 * 1024
FORMATS = (".csv", ".xlsx")


class ObservationsForm(forms.Form):
    """One table of observations."""

    file = forms.FileField(
        label=_("Table of observations"),
        help_text=_("CSV in UTF-8, XLSX or SDMX-CSV, at most 50 MB. One row for each place, indicator and period."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"empty": _("The file is empty. Send a table with a heading and at least one row.")},
    )

    def clean_file(self) -> UploadedFile:
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > MOST_UPLOAD_BYTES:
            raise forms.ValidationError(
                _(
                    "The file has %(found)d MB. Allowed: at most %(allowed)d MB. Send it in parts, for example a file for each year."
                ),
                params={"found": (sent.size or 0) // 1024**2, "allowed": MOST_UPLOAD_BYTES // 1024**2},
            )
        return sent


class EditionForm(forms.Form):
    """A new edition of a round."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=80,
        help_text=_("Part of its address, for example report-2026. Small letters, digits and hyphens."),
    )
    title = forms.CharField(label=_("Title"), max_length=200)
