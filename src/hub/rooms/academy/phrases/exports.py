"""Phrases about the export of learning records."""

# ruff: noqa: E501 - a sentence stands on one line, however long

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "export_folder_taken": Phrase(
        _("The folder %(folder)s holds something that is no export: %(found)s."),
        _("Name a new or an empty folder; an export removes what it does not know."),
    ),
    "export_running": Phrase(
        _("Another export is writing to %(folder)s."),
        _("Wait until it has ended, or name another folder."),
    ),
    "export_manifest_unreadable": Phrase(
        _("The file manifest.json in %(folder)s cannot be read as that of an export: %(found)s."),
        _("Bring it back from a copy, or export to a new folder."),
    ),
    "export_file_missing": Phrase(
        _("The manifest in %(folder)s names the file %(found)s, which is not there."),
        _("Bring it back from a copy, or export to a new folder."),
    ),
    "export_ahead": Phrase(
        _(
            "The export in %(folder)s goes up to statement %(found)s, but the store only to %(allowed)s: it belongs to another store or to a later state of this one."
        ),
        _("Export to a new folder."),
    ),
}
