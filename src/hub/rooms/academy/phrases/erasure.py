"""Phrases about forgetting people."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "erasing_not_yours": Phrase(
        _("Only the person and the staff of the Hub may have learning records forgotten."),
        _("Sign in as that person, or ask the staff."),
    ),
    "erasure_ground_absent": Phrase(
        _("No ground is given for forgetting this person."),
        _("Say why, for instance: the person withdrew their consent, by letter of a certain day."),
    ),
    "erasure_ground_names_person": Phrase(
        _("The ground names the person who is to be forgotten, and it is kept."),
        _("Write it without the address or identifier."),
    ),
    "erasure_of_nobody": Phrase(
        _("This is not a person who could be forgotten: it is a group, or a pseudonym."),
        _("Give the identifier of one person: an e-mail address, its SHA-1, an OpenID or an account."),
    ),
    "erasure_agent_unclear": Phrase(
        _("It is not clear who is meant: %(found)s ways of naming a person were given."),
        _("Give exactly one of %(allowed)s."),
    ),
    "erasure_decider_unknown": Phrase(
        _("Nobody here has the e-mail address %(found)s."),
        _("Give the address of the account of whoever decided it."),
    ),
}
