"""Phrases about fetching the United Nations' figures."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "country_code_unknown": Phrase(
        _("These countries are not known: %(found)s."),
        _("Write ISO 3166 codes of three letters with commas between them (KEN,DEU), or “members”."),
    ),
    "countries_absent": Phrase(
        _("No country is asked for: the register holds no cities."),
        _("Load the register first, or name countries (--countries KEN,DEU)."),
    ),
    "since_out_of_range": Phrase(
        _("The first year is %(found)s."),
        _("Choose a year from %(low)s to %(high)s."),
    ),
    "national_folder_in_use": Phrase(
        _("The folder %(path)s holds something else: %(found)s."),
        _("The figures replace their folder as a whole: choose a folder that is new or holds only them."),
    ),
    "inflates_too_large": Phrase(
        _("%(path)s unpacks to more than %(allowed)s bytes."),
        _("Check the address; raise “most_inflated_bytes” in the manifest if the file is meant to be so large."),
    ),
    "line_too_long": Phrase(
        _("%(path)s has a line of more than %(allowed)s bytes; it is no table."),
        _("Check the address in the manifest and run the command again."),
    ),
    "fetch_damaged": Phrase(
        _("%(path)s is damaged and cannot be unpacked (%(found)s). It was thrown away."),
        _("Run the command again; the file is fetched anew."),
    ),
    "headings_moved": Phrase(
        _("%(path)s begins with other columns than expected: %(found)s."),
        _("“%(allowed)s” must be one of the first two. The source has changed its layout: the reader must be adapted."),
    ),
    "row_short": Phrase(
        _("%(path)s, row %(row)s has %(found)s cells; its header has %(allowed)s."),
        _("Run the command again; if it stays so, the source has changed its layout."),
    ),
    "cell_unreadable": Phrase(
        _("%(path)s has a row with something else than numbers: %(found)s."),
        _("Run the command again; if it stays so, the source has changed its layout."),
    ),
    "wpp_file_name_invalid": Phrase(
        _("The file name “%(found)s” cannot be used."),
        _("Use letters, digits, hyphens, underscores and an ending such as .csv.gz, without folders."),
    ),
    "wpp_cells_missing": Phrase(
        _("%(place)s: %(count)s figures are missing in “%(part)s”, the first at %(where)s."),
        _("Leave the country out (--countries), or wait until the source is whole. Nothing was changed."),
    ),
    "wpp_value_out_of_range": Phrase(
        _(
            "%(place)s: %(count)s figures in “%(part)s” are out of range (%(allowed)s), the first at %(where)s: %(found)s."
        ),
        _("Leave the country out (--countries), or ask the source. Nothing was changed."),
    ),
    "wpp_sum_differs": Phrase(
        _(
            "%(place)s, 1 January %(year)s: the single ages add up to %(found)s persons, the published total is %(allowed)s."
        ),
        _("Files of two editions may be mixed: remove the downloads and run the command again. Nothing was changed."),
    ),
    "wpp_interval_falls": Phrase(
        _(
            "%(place)s, %(year)s: the upper end of an interval of “%(part)s” (%(found)s) lies under the lower one (%(allowed)s)."
        ),
        _("Remove the downloads and run the command again. Nothing was changed."),
    ),
    "wpp_total_differs": Phrase(
        _(
            "%(place)s, %(year)s: “%(part)s” is %(found)s as worked out from the single ages and %(allowed)s as published."
        ),
        _("The figures were kept; look at this country before you rely on them."),
    ),
    "wpp_intervals_absent": Phrase(
        _("%(place)s: no prediction intervals are published."),
        _("Projections of its cities are shown without ranges from the United Nations."),
    ),
}
