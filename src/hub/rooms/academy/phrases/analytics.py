"""Phrases about the analysis of an export."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "export_absent": Phrase(
        _("The folder %(folder)s holds no exported statements."),
        _("Make them with “hub xapi export”, and name the same folder here."),
    ),
    "export_unreadable": Phrase(
        _("The file %(file)s of the export cannot be read: %(found)s."),
        _("Bring it back from a copy, or export to a new folder; what has been counted already is not counted again."),
    ),
}
