"""Phrases about who may speak to the record store."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "scope_missing": Phrase(
        _("This credential may not send %(method)s to %(resource)s. It has: %(found)s."),
        _("One of these scopes would be enough: %(needed)s. Ask those who run this site for it."),
    ),
    "agent_not_yours": Phrase(
        _("This token speaks for one person only, and the request names somebody else."),
        _("Name the person that the token was made for."),
    ),
    "document_of_all": Phrase(
        _("The profile of an activity is shared by all its learners; a learner's token reads it only."),
        _("Keep what belongs to one learner as a state, or as a profile of the agent."),
    ),
    "registration_not_yours": Phrase(
        _("This token is for the registration %(allowed)s; found: %(found)s."),
        _("Put that registration into the context of the statement, or ask for a token of the other one."),
    ),
    "too_many_requests": Phrase(
        _("This credential may send %(allowed)s requests a minute, and has sent more."),
        _("Wait %(retry_after)s seconds. Statements can be sent in batches: a batch is one request."),
    ),
    "credentials_not_yours": Phrase(
        _("Only the staff of the Hub give credentials and take them away."), _("Ask one of them.")
    ),
    "scope_unknown": Phrase(_("There is no scope “%(found)s”."), _("Allowed: %(allowed)s.")),
    "scope_absent": Phrase(_("A credential without a scope can do nothing."), _("Name one or more: %(allowed)s.")),
    "credential_name_length": Phrase(
        _("The name of a credential has 1 to 100 characters; found: “%(found)s”."), _("Name the system that it is for.")
    ),
    "credential_name_taken": Phrase(
        _("There is a credential “%(found)s” already."),
        _("Choose another name: statements that came in carry the old one for good."),
    ),
    "credential_key_form": Phrase(
        _("“%(found)s” cannot be a key."),
        _("Use 1 to 64 characters of ASCII without blanks and colons, or let one be drawn."),
    ),
    "credential_key_taken": Phrase(
        _("Another credential has the key “%(found)s”."), _("Choose another one, or let one be drawn.")
    ),
    "secret_too_short": Phrase(
        _("A secret has at least %(allowed)s characters; found: %(found)s."),
        _("Let one be drawn, or take a longer one."),
    ),
    "credential_unknown": Phrase(
        _("There is no credential “%(found)s”."), _("`hub xapi credential --list` shows all of them.")
    ),
    "city_of_credential_unknown": Phrase(
        _("There is no city with the code “%(found)s”."),
        _("The code stands at the end of the address of a city's page, e.g. irl-cork."),
    ),
}
