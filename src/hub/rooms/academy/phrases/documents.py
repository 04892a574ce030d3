"""Phrases about documents (states and profiles) and the parameters that name them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "parameter_unknown": Phrase(
        _("The parameter “%(property)s” is not one of this request; these are: %(allowed)s."),
        _("Leave it out, or write it in exactly that spelling."),
    ),
    "parameter_missing": Phrase(
        _("The parameter “%(property)s” is missing."),
        _("Add it to the address of the request."),
    ),
    "parameter_empty": Phrase(
        _("The parameter “%(property)s” is empty."),
        _("Give it a value, or leave it out where it is optional."),
    ),
    "parameter_not_text": Phrase(
        _(
            "The parameter “%(property)s” holds characters that cannot be stored (NUL, or half of a pair of surrogates)."
        ),
        _("Send text in UTF-8."),
    ),
    "parameter_not_json": Phrase(
        _("The parameter “%(property)s” is not JSON: %(found)s."),
        _("Write it as a JSON object and encode it for an address."),
    ),
    "group_not_identified": Phrase(
        _("“%(property)s” is a group without an identifier, so no documents can be found by it."),
        _("Give an agent, or a group with an mbox, mbox_sha1sum, openid or account."),
    ),
    "document_name_too_long": Phrase(
        _("“%(property)s” has %(found)s characters; at most %(allowed)s can be stored."),
        _("Choose a shorter name."),
    ),
    "content_type_unusable": Phrase(
        _("“%(found)s” cannot be used as a content type."),
        _("Send a type and a subtype, such as application/json, in at most 200 plain characters."),
    ),
    "document_missing": Phrase(
        _("The request carries no document: it has neither a body nor a content type."),
        _("Send the document as the body. To store an empty one, send a content type with it."),
    ),
    "document_too_large": Phrase(
        _("The document has %(found)s bytes; at most %(allowed)s are accepted."),
        _("Split it into several documents, or ask the people who run this store to raise the limit."),
    ),
    "document_not_object": Phrase(
        _("The document is JSON, but not an object: %(found)s."),
        _("POST an object with properties, or use PUT to store the document as it is."),
    ),
    "document_not_json": Phrase(
        _(
            "A document is there already, and documents can be merged only where both are %(allowed)s; one is %(found)s."
        ),
        _("Use PUT to replace the document, or DELETE it first."),
    ),
    "document_unknown": Phrase(
        _("There is no document with the %(property)s “%(found)s” here."),
        _(
            "Check the name, the activity, the agent and the registration; a list of names comes without “%(property)s”."
        ),
    ),
    "document_exists": Phrase(
        _("A document is there already, its ETag is %(found)s, and this request does not say that it knows."),
        _("Check the current state of the document with GET, then send its ETag in the header If-Match."),
    ),
    "condition_missing": Phrase(
        _("A profile can be stored with PUT only with the header If-Match or If-None-Match."),
        _("Send “If-None-Match: *” to store a new profile, or If-Match with the ETag of the one that is there."),
    ),
    "document_changed": Phrase(
        _("The document is not the one that If-Match names (%(found)s); its ETag now is %(allowed)s."),
        _("Check the current state of the document with GET, apply the change to it, and send its ETag in If-Match."),
    ),
    "document_present": Phrase(
        _("If-None-Match expects no such document, but one is there, its ETag is %(found)s."),
        _("Check the current state of the document with GET, then send its ETag in the header If-Match."),
    ),
    "document_contested": Phrase(
        _("Others store and delete this document at the same moment."),
        _("Check the current state of the document with GET, then try again."),
    ),
    "document_of_all": Phrase(
        _("This token speaks for one person only, and the profile of an activity belongs to everybody."),
        _("Use states or the agent's profile, or the credentials of a system."),
    ),
}
