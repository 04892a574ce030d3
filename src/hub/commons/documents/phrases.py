"""Phrases about documents."""

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "print_refused": Phrase(
        _("The printed report could not be made: %(reason)s."),
        _("Everything else of the run is in order. Please report this to the people who run this site."),
    ),
}
