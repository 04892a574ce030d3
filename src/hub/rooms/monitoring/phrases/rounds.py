"""Phrases about rounds, editions and who may do what with them."""

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "sending_not_allowed": Phrase(
        _("You may not send observations for the round “%(round)s”."),
        _("Ask the people who run the round to let you in, or wait until it is open."),
    ),
    "round_not_allowed": Phrase(
        _("You may not open a round."),
        _("Ask a member of the Hub's staff."),
    ),
    "round_exists": Phrase(
        _("There is already a round with the code “%(found)s”."),
        _("Use another code."),
    ),
    "contact_not_allowed": Phrase(
        _("You may not change who answers for a place."),
        _("Ask a member of the Hub's staff."),
    ),
    "edition_exists": Phrase(
        _("There is already an edition with the code “%(found)s”."),
        _("Use another code."),
    ),
    "round_without_observations": Phrase(
        _("The round “%(round)s” has no observations yet."),
        _("Send observations first."),
    ),
    "edition_not_draft": Phrase(
        _("The edition is %(found)s; only a draft can be published."),
        _("Build a new edition."),
    ),
    "edition_not_allowed": Phrase(
        _("You may not build or publish an edition."),
        _("Ask a member of the Hub's staff."),
    ),
    "run_unknown": Phrase(
        _("No edition that you may read was made by the run %(found)s."),
        _("Copy the whole key from the report, and sign in if the edition is not public."),
    ),
    "place_not_yours": Phrase(
        _("You do not answer for the place “%(found)s”."),
        _("Remove its rows, or ask the people who run the round to name you for it."),
    ),
}
