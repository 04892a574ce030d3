"""What people send to the room."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hub.rooms.monitoring.actions.whatifs import LEAST_REPLICATIONS, MOST_REPLICATIONS
from hub.rooms.monitoring.models import Answer
from hub.rooms.monitoring.models.answers import LONGEST_COMMENT, Verdict

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


class AnswerForm(forms.Form):
    """An answer to a question about a figure; `question` is its key."""

    question = forms.CharField(max_length=16, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("Your answer"), choices=Verdict, widget=forms.RadioSelect)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=LONGEST_COMMENT,
        help_text=_("At most 500 characters. Needed where the figure is correct: say why."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, given: QueryDict | None = None, *, key: str = "", answer: Answer | None = None) -> None:
        """key: of the question; it also keeps the fields of several forms on one page apart. answer: to be changed."""
        initial = {"question": key}
        if answer is not None:
            initial |= {"verdict": answer.verdict, "comment": answer.comment}
        super().__init__(given, initial=initial, auto_id=f"question-{key}-%s")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == Verdict.CONFIRMED and not cleaned.get("comment") and "comment" not in self.errors:
            self.add_error("comment", _("Say in one or two sentences why the figure is correct."))
        return cleaned


class EditionForm(forms.Form):
    """A new edition of a round."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=80,
        help_text=_("Part of its address, for example report-2026. Small letters, digits and hyphens."),
    )
    title = forms.CharField(label=_("Title"), max_length=200)


class ChoicesForm(forms.Form):
    """Weights and methods that somebody tries at the workbench, as they stand in an address.

    `w.CODE` is by how much the published weight of a node is multiplied. Where `picks` is sent (a page without script),
    the indicators that are not among `pick` are left out.
    """

    MOST = 10.0
    place = forms.CharField(required=False, max_length=32)
    normalisation = forms.ChoiceField(
        label=_("Normalisation"),
        required=False,
        choices=[("", _("as in the report")), ("minmax", _("min-max, 1 to 100")), ("zscore", _("z-scores"))],
    )
    aggregation = forms.ChoiceField(
        label=_("Kind of mean"),
        required=False,
        choices=[("", _("as in the report")), ("arithmetic", _("arithmetic")), ("geometric", _("geometric"))],
    )

    def __init__(self, given: QueryDict, kinds: Mapping[str, str]) -> None:
        """kinds: node code -> kind, of every node that has a weight."""
        super().__init__(given)
        self.given, self.kinds = given, kinds

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["multipliers"] = {code: factor for code in self.kinds if (factor := self._factor(code)) != 1}
        return cleaned

    def _factor(self, code: str) -> float:
        if "picks" in self.given and self.kinds[code] == "indicator" and code not in self.given.getlist("pick"):
            return 0.0
        found = self.given.get(f"w.{code}", "1")
        try:
            factor = float(found)
        except ValueError:
            factor = float("nan")
        if not 0 <= factor <= self.MOST:
            raise forms.ValidationError(
                _(
                    "The weight of “%(node)s” is multiplied by “%(found)s”. Write a number from 0 to %(most)d; 0 leaves it out."
                ),
                params={"node": code, "found": found[:20], "most": self.MOST},
            )
        return factor


class ReplicationsForm(forms.Form):
    """Replications on the server, for what stands in the address of the workbench."""

    replications = forms.IntegerField(
        label=_("Replications"), min_value=LEAST_REPLICATIONS, max_value=MOST_REPLICATIONS, initial=MOST_REPLICATIONS
    )
    query = forms.CharField(required=False, max_length=8000, widget=forms.HiddenInput)
