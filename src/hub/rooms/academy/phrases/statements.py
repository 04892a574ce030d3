"""Phrases about what is wrong with a statement, and with the JSON that it comes in."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "json_malformed": Phrase(
        _("This is no JSON: line %(row)s, column %(column)s, before “%(found)s”."),
        _("Write the value with a library for JSON."),
    ),
    "json_not_utf8": Phrase(
        _("Byte %(where)s (%(found)s) is not UTF-8."), _("JSON is sent in UTF-8; other encodings are not read.")
    ),
    "json_key_twice": Phrase(
        _("The key “%(property)s” comes twice in one object."), _("Two readers would take different ones: keep one.")
    ),
    "json_not_a_number": Phrase(_("%(found)s is not a number that JSON knows."), _("Leave the property out.")),
    "json_number_too_large": Phrase(
        _("%(found)s is larger than a double can hold."), _("Send it as a text, in an extension.")
    ),
    "json_half_surrogate": Phrase(
        _("%(found)s is half of a pair of surrogates and stands for no character."), _("Send the character whole.")
    ),
    "json_too_deep": Phrase(_("The value is nested too deeply."), _("A statement needs a handful of levels.")),
    "too_deep": Phrase(
        _("%(property)s is nested more than %(allowed)s levels deep."), _("Flatten it, or keep it in an attachment.")
    ),
    "not_an_object": Phrase(
        _(
            "%(property)s must be a JSON object with something in it where the specification asks for it; found: %(found)s."
        ),
        _("Write it as {…}, or leave it out."),
    ),
    "not_a_list": Phrase(_("%(property)s must be a list; found: %(found)s."), _("Write it as […].")),
    "list_too_short": Phrase(
        _("%(property)s has %(found)s entries, at least %(allowed)s is needed."), _("Add one, or leave the list out.")
    ),
    "not_a_text": Phrase(_("%(property)s must be a text; found: %(found)s."), _("Put it in quotation marks.")),
    "not_true_or_false": Phrase(
        _("%(property)s must be true or false, without quotation marks; found: %(found)s."), _("Send one of the two.")
    ),
    "not_a_number": Phrase(
        _("%(property)s must be a number, without quotation marks; found: %(found)s."), _("Send the number itself.")
    ),
    "not_a_whole_number": Phrase(
        _("%(property)s must be a whole number from 0; found: %(found)s."), _("Send the number of bytes.")
    ),
    "not_an_iri": Phrase(
        _("%(property)s must be an absolute IRI such as https://example.org/a; found: %(found)s."),
        _("Begin with the scheme, and leave out blanks and quotation marks."),
    ),
    "not_a_uuid": Phrase(
        _("%(property)s must be a UUID such as 6690e6c9-3ef0-4ed3-8b37-7f3964730bee; found: %(found)s."),
        _("Write it with its four hyphens and nothing around it."),
    ),
    "not_a_language": Phrase(
        _("%(property)s has “%(found)s” where a language tag must stand, such as fr or zh-Hans (RFC 5646)."),
        _("Name the language by its tag."),
    ),
    "not_a_language_map": Phrase(
        _('%(property)s must hold at least one text by language, such as {"en": "completed"}; found: %(found)s.'),
        _("Name the language of the text."),
    ),
    "not_a_media_type": Phrase(
        _("%(property)s must be a media type such as image/png; found: %(found)s."), _("Name type and subtype.")
    ),
    "not_a_mailto": Phrase(
        _("%(property)s must be an address such as mailto:ana@example.org; found: %(found)s."),
        _("Begin with mailto: and give one address."),
    ),
    "not_a_sha1": Phrase(
        _("%(property)s must be 40 hexadecimal digits; found: %(found)s."), _("Send the SHA-1 of the mailto address.")
    ),
    "not_a_sha2": Phrase(
        _("%(property)s must be a SHA-2 hash in hexadecimal digits; found: %(found)s."),
        _("Send the SHA-256 of the bytes."),
    ),
    "duration_malformed": Phrase(
        _("%(property)s must be a duration of ISO 8601 such as PT8M30S; found: %(found)s."),
        _("Units come in order, weeks stand alone, and only the last number has a fraction."),
    ),
    "timestamp_malformed": Phrase(
        _("%(property)s must be a moment such as 2026-11-24T10:00:00.000Z; found: %(found)s."),
        _("Give date, T, time and zone; the zone is never -00:00."),
    ),
    "value_not_allowed": Phrase(
        _("%(property)s may not be “%(found)s”. Allowed: %(allowed)s."), _("Mind capitals: they count.")
    ),
    "property_unknown": Phrase(
        _("There is no property %(property)s. Allowed here: %(allowed)s."),
        _("Mind capitals, or move what is your own into extensions."),
    ),
    "property_missing": Phrase(_("%(property)s is missing."), _("Send it: nothing can be stored without it.")),
    "extension_key_not_an_iri": Phrase(
        _("The key “%(found)s” in %(property)s is no absolute IRI."), _("Name extensions by IRIs of your own domain.")
    ),
    "agent_identifiers": Phrase(
        _("%(property)s must be identified in exactly one way; found: %(found)s. Allowed: %(allowed)s."),
        _("Keep one of them."),
    ),
    "group_without_members": Phrase(
        _("%(property)s is missing: a group without an identifier is known by its members only."),
        _("List the members, or identify the group."),
    ),
    "authority_not_two": Phrase(
        _("%(property)s may be a group only with two members and no identifier of its own; found: %(found)s."),
        _("Leave it out: the store sets it."),
    ),
    "team_not_a_group": Phrase(_("%(property)s must be a group; found: %(found)s."), _('Say "objectType": "Group".')),
    "interaction_without_kind": Phrase(
        _("%(property)s is missing, but there is: %(found)s."), _("Say of what kind the interaction is.")
    ),
    "component_twice": Phrase(
        _("%(property)s: the identifier “%(found)s” comes twice in one list."),
        _("Each component needs one of its own."),
    ),
    "score_out_of_range": Phrase(
        _("%(property)s is %(found)s, outside %(low)s to %(high)s."), _("Mend the score or its bounds.")
    ),
    "score_bounds_crossed": Phrase(
        _("%(property)s is %(found)s, above max (%(allowed)s)."), _("The lower bound comes first.")
    ),
    "only_with_an_activity": Phrase(
        _("%(property)s may stand only where the object is an activity; it is: %(kind)s."), _("Leave it out.")
    ),
    "voiding_without_reference": Phrase(
        _("%(property)s of a voiding statement must refer to a statement; found: %(found)s."),
        _('Write {"objectType": "StatementRef", "id": …}.'),
    ),
    "statement_within_statement": Phrase(
        _("%(property)s may not be another statement within a statement."), _("One level is allowed.")
    ),
    "version_not_allowed": Phrase(
        _("%(property)s may not be “%(found)s” in this version of the protocol."), _("Leave it out: the store sets it.")
    ),
    "statement_id_twice": Phrase(
        _("%(property)s: %(found)s comes twice in one batch."), _("Give each statement an id of its own.")
    ),
    "statement_conflict": Phrase(
        _(
            "%(property)s: another statement with the id %(found)s is stored, and it says something else. Nothing of this request was kept."
        ),
        _("Statements never change. Send a new one with a new id, and void the old one."),
    ),
}
