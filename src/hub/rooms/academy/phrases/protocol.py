"""Phrases about requests to the record store."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "version_missing": Phrase(
        _("The header X-Experience-API-Version is missing."), _("Send 1.0.3 or 2.0.0 with every request.")
    ),
    "version_unknown": Phrase(
        _("X-Experience-API-Version is “%(found)s”. Allowed: %(allowed)s."), _("Send one of these with every request.")
    ),
    "not_signed_in": Phrase(
        _("Nobody could be recognised by the header Authorization."),
        _("Send Basic with key and secret of a credential; `hub xapi credential` makes one."),
    ),
    "resource_unknown": Phrase(_("There is no resource “%(found)s” here."), _("There are: %(allowed)s.")),
    "method_not_allowed": Phrase(_("%(resource)s does not take %(found)s."), _("It takes: %(allowed)s.")),
    "request_cut": Phrase(
        _("The request ended after %(found)s of %(allowed)s bytes. Nothing of it was kept."), _("Send it again.")
    ),
    "length_malformed": Phrase(_("Content-Length is “%(found)s”."), _("Send the number of bytes of the body.")),
    "alternate_only_by_post": Phrase(
        _("The parameter method belongs to the other way of asking, which is always a POST; found: %(found)s."),
        _("Send a POST, or leave the parameter out."),
    ),
    "alternate_with_parameters": Phrase(
        _("A request in the other way of asking has no parameters but method; found: %(found)s."),
        _("Put them into the form."),
    ),
    "alternate_malformed": Phrase(
        _("The body of a request in the other way of asking must be a form with the body in “content”."),
        _("Send it as application/x-www-form-urlencoded."),
    ),
    "parameter_twice": Phrase(_("The parameter %(property)s comes twice."), _("Send it once.")),
    "parameter_not_allowed_with": Phrase(
        _("%(property)s cannot be combined with %(found)s."), _("Ask for one statement, or filter many.")
    ),
    "parameter_value": Phrase(
        _("%(property)s may not be “%(found)s”. Allowed: %(allowed)s."), _("Mend the parameter.")
    ),
    "statement_id_missing": Phrase(
        _("The parameter statementId is missing."), _("PUT stores one statement under the id that the address names.")
    ),
    "statement_id_differs": Phrase(
        _("%(property)s is %(found)s, but the address says %(allowed)s."),
        _("Send the same id twice, or leave it out of the body."),
    ),
    "one_statement_only": Phrase(_("PUT takes one statement, no list."), _("Send a list by POST.")),
    "statements_expected": Phrase(
        _("The body must be a statement or a list of statements; found: %(found)s."), _("Write {…} or [{…}, …].")
    ),
    "content_type_unsuitable": Phrase(
        _("Statements cannot be read from “%(found)s”. Allowed: %(allowed)s."), _("Mend the header Content-Type.")
    ),
    "statement_absent": Phrase(
        _("There is no statement %(found)s that you may see."), _("It may have been made void.")
    ),
    "more_expired": Phrase(
        _("This link to more statements cannot be followed any longer."), _("Ask the first question again.")
    ),
    "store_failed": Phrase(
        _("Something went wrong in the store; the people who run this site can read what it was."),
        _("Please report this to the people who run this site."),
    ),
    "overloaded": Phrase(_("The store is busy."), _("Send the same request again in %(retry_after)s seconds.")),
}
