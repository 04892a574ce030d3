"""Phrases about sending learning records on to another store."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "forward_incomplete": Phrase(
        _(
            "The forward “%(found)s” lacks something: a name of at most 100 characters, a key without a colon, and a secret are needed."
        ),
        _("Ask those who run the other store for its key and secret."),
    ),
    "forward_name_taken": Phrase(
        _("There is a forward “%(found)s” already."), _("Choose another name, or remove that one first.")
    ),
    "forward_unknown": Phrase(_("There is no forward “%(found)s”."), _("`hub xapi forward list` shows all of them.")),
    "forward_version_unknown": Phrase(
        _("Statements cannot be sent in version “%(found)s”."), _("Allowed: %(allowed)s.")
    ),
    "forward_verb_invalid": Phrase(
        _("“%(found)s” is not the identifier of a verb."),
        _("Write it whole, for example http://adlnet.gov/expapi/verbs/completed."),
    ),
    "forward_address_form": Phrase(
        _("“%(found)s” is not the address of an endpoint."),
        _("Leave out “/statements” at its end and everything after a question mark or a number sign."),
    ),
    "forward_address_open": Phrase(
        _("The address “%(found)s” does not begin with https://: key, secret and records would travel in the open."),
        _("Use https, or say --private if the other store is within your own network."),
    ),
    "forward_address_private": Phrase(
        _("The address “%(found)s” leads into a private network (%(peer)s)."),
        _("Remove this forward and add it again with --private if that is meant."),
    ),
    "forward_city_unknown": Phrase(
        _("There is no city with the code “%(found)s”."),
        _("The code stands at the end of the address of a city's page."),
    ),
    "forward_troubled": Phrase(
        _("The other store of “%(name)s” did not answer as it should: %(found)s."), _("Try again later.")
    ),
    "forwards_not_yours": Phrase(
        _("Only the staff of the Hub send records on to other stores."), _("Ask one of them.")
    ),
    "sealed_secret_unreadable": Phrase(
        _("A secret that is kept here cannot be opened: SECRET_KEY was changed."),
        _("Add the former key to SECRET_KEY_FALLBACKS, or enter the secret anew."),
    ),
}
