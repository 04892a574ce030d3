"""Phrases about declarations (TOML) and about fetching public sources."""

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "declaration_absent": Phrase(
        _("There is no declaration “%(found)s”."),
        _("Give the path of a TOML file, or one of these names: %(allowed)s."),
    ),
    "declaration_unreadable": Phrase(
        _("%(path)s cannot be read: %(reason)s"),
        _("Correct the file at that place."),
    ),
    "declaration_too_large": Phrase(
        _("%(path)s has %(found)s bytes; %(allowed)s are allowed."),
        _("Check that this is the right file."),
    ),
    "key_missing": Phrase(
        _("“%(key)s” is missing."),
        _("Add it."),
    ),
    "key_unknown": Phrase(
        _("“%(key)s” is not known."),
        _("Remove it or correct its spelling. Allowed here: %(allowed)s."),
    ),
    "key_wrong_type": Phrase(
        _("“%(key)s” is %(found)s."),
        _("Write a value of this kind: %(allowed)s."),
    ),
    "name_missing": Phrase(
        _("“%(key)s” has no English name (%(found)s)."),
        _("Write a table of languages and names, with “en” among them."),
    ),
    "manifest_address_invalid": Phrase(
        _("The address %(found)s cannot be used."),
        _("Write an address that starts with one of these: %(allowed)s."),
    ),
    "fetch_refused": Phrase(
        _("%(address)s answered %(found)s."),
        _("Check the address in the manifest, or try again later."),
    ),
    "fetch_failed": Phrase(
        _("%(address)s could not be read: %(found)s."),
        _("Check the network and run the command again; it goes on where it stopped."),
    ),
    "fetch_too_large": Phrase(
        _("%(address)s is larger than %(allowed)s bytes."),
        _("Check the address; raise “most_bytes” in the manifest if the file is meant to be so large."),
    ),
    "fetch_incomplete": Phrase(
        _("%(address)s broke off after %(found)s of %(allowed)s bytes."),
        _("Run the command again; it goes on where it stopped."),
    ),
    "fetch_redirect_refused": Phrase(
        _("%(address)s leads on to %(found)s, which is not allowed."),
        _("Put the final address in the manifest; private networks cannot be reached."),
    ),
    "fetch_too_many_redirects": Phrase(
        _("%(address)s leads on more than %(allowed)s times."),
        _("Put the final address in the manifest."),
    ),
    "fetch_fingerprint_differs": Phrase(
        _("%(address)s has the SHA-256 %(found)s; the manifest expects %(allowed)s."),
        _("If the source was revised on purpose, put the new SHA-256 in the manifest."),
    ),
    "fetch_columns_missing": Phrase(
        _("%(address)s lacks the columns %(found)s."),
        _("The source has changed its layout: correct the columns and the mapping in the manifest."),
    ),
    "manifest_file_name_invalid": Phrase(
        _("The file name “%(found)s” cannot be used."),
        _("Use letters, digits, hyphens, underscores and one dot, without folders."),
    ),
}
