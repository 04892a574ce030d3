"""Phrases about the files that a city sends, and about the tables that a projection starts from."""

# ruff: noqa: E501 - a sentence stands on one line, however long

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

PHRASES: Mapping[str, Phrase] = {
    "ages_absent": Phrase(
        _("No ages were found in this table. Its first row of several cells reads: %(found)s"),
        _("Send a table with one row or one column for each age group, named like these: %(allowed)s."),
    ),
    "age_unreadable": Phrase(
        _("“%(found)s” cannot be read as an age, so its row or column is left out."),
        _("If it is an age group, name it like one of these: %(allowed)s."),
    ),
    "age_as_date": Phrase(
        _(
            "“%(found)s” looks like an age group that a spreadsheet program turned into a date; it is read as %(allowed)s."
        ),
        _("Format the column of ages as text and enter the group again."),
    ),
    "ages_are_starts": Phrase(
        _("The ages are named by single numbers in steps; %(found)s is read as the group %(allowed)s."),
        _("Nothing has to be done if that is meant. Otherwise write both ends of each group."),
    ),
    "groups_share_ends": Phrase(
        _(
            "The age groups share their ends, such as “%(found)s” and the next one; the upper end is taken as not included."
        ),
        _("Check that, and write 0-4, 5-9, 10-14 instead."),
    ),
    "groups_overlap": Phrase(
        _("The age groups %(found)s and %(allowed)s overlap, so people would be counted twice."),
        _("Correct the ends of the groups, or remove one of the two."),
    ),
    "group_missing": Phrase(
        _("The age group %(found)s is missing from the table; it should follow this cell."),
        _("Add a row for it. Until then the group is estimated from its neighbours and the total."),
    ),
    "open_group_assumed": Phrase(
        _("No age group is open at the top; the last one, %(found)s, is taken as %(allowed)s."),
        _("Write %(allowed)s if that is meant, or add the ages above it."),
    ),
    "open_group_low": Phrase(
        _(
            "The last age group is %(found)s; the ages above are split as in the country, which tells little about the oldest."
        ),
        _("Send groups up to %(allowed)s or higher if there are any."),
    ),
    "date_absent": Phrase(
        _("Nothing says to which day the figures refer; %(allowed)s is taken."),
        _("Write the reference date in a title above the table, in a column, or enter it when you send the file."),
    ),
    "date_is_year": Phrase(
        _("Only the year %(found)s is given; %(allowed)s is taken as the reference date."),
        _("Write the exact day, because half a year moves everyone by half a year of age."),
    ),
    "date_unreadable": Phrase(
        _("“%(found)s” cannot be read as a date, so its figures are left out."),
        _("Write it like one of these: %(allowed)s."),
    ),
    "sex_unreadable": Phrase(
        _("It cannot be told which sex “%(found)s” means; found beside it: %(others_found)s."),
        _("Write the sexes in full, for example male and female."),
    ),
    "sex_derived": Phrase(
        _("Only one sex and the total are given; the other sex is the difference (%(found)s = %(allowed)s)."),
        _("Nothing has to be done. Add the other sex if there are persons of neither."),
    ),
    "sex_unknown_spread": Phrase(
        _("%(found)s persons of unknown sex were given to the two sexes in proportion."),
        _("Nothing has to be done."),
    ),
    "sum_of_sexes_differs": Phrase(
        _("The figure for both sexes is %(found)s, but the sexes add up to %(allowed)s."),
        _("Correct one of the three figures, or say why they differ. The sexes are used, not their stated sum."),
    ),
    "subtotal_differs": Phrase(
        _("The stated figure for the ages %(group)s is %(found)s, but its groups add up to %(allowed)s."),
        _("Correct the figure or one of its groups. The groups are used."),
    ),
    "row_repeated": Phrase(
        _("The same figure, %(found)s, was stated before in row %(first)s."),
        _("Remove one of the two."),
    ),
    "row_contradicted": Phrase(
        _(
            "%(found)s contradicts the figure %(allowed)s for the same people in row %(first)s, column %(first_column)s; the first one is used."
        ),
        _("Keep the one that is right."),
    ),
    "figure_unreadable": Phrase(
        _("“%(found)s” cannot be read as a number; it is a gap until it is corrected."),
        _("Write the digits only, or leave the cell empty if there is no figure."),
    ),
    "figures_marked": Phrase(
        _("%(count)s figures carry footnote marks, the first of them “%(found)s”; the marks are left out."),
        _("Nothing has to be done."),
    ),
    "figures_in_units": Phrase(
        _("The title or heading says that figures are in units of %(factor)s; “%(found)s” was multiplied by it."),
        _("Check that the figures are not whole persons already."),
    ),
    "figures_absent": Phrase(
        _("No figure of this file can be used."),
        _("Look at the other findings and correct the ages, sexes or dates that they name."),
    ),
    "separator_assumed": Phrase(
        _(
            "Nothing in the table shows whether “%(found)s” has a decimal mark or a separator of thousands; it is read as %(allowed)s."
        ),
        _("Write the numbers without separators of thousands."),
    ),
    "formula_without_result": Phrase(
        _("The cell holds a formula whose result was not stored: %(found)s"),
        _("Open the file in a spreadsheet program and save it again, or replace the formula by its result."),
    ),
    "column_not_used": Phrase(
        _(
            "The column “%(found)s” was not used: it is no number of persons that the ages and sexes of this table explain."
        ),
        _("Nothing has to be done. If it holds persons, name the sex, year or district in its heading."),
    ),
    "sheet_with_ages": Phrase(
        _("Of several sheets only “%(found)s” has ages; it is the one that was read."),
        _("Nothing has to be done."),
    ),
    "sheet_chosen": Phrase(
        _("Several sheets hold ages; “%(found)s” was read and not these: %(allowed)s."),
        _("Name another sheet when you send the file if that is the wrong one."),
    ),
    "sheets_as_places": Phrase(
        _("The sheets hold the same table each and were read as districts: %(found)s."),
        _("If they are no districts, send the right sheet alone."),
    ),
    "encoding_guessed": Phrase(
        _("The text is not UTF-8; it was read as %(found)s."),
        _("Check names and labels. Save it as “CSV UTF-8” to be sure."),
    ),
    "too_many_cells": Phrase(
        _("The table has more than %(allowed)s cells."),
        _("Keep only the sheets, years and places that are needed."),
    ),
    "json_damaged": Phrase(
        _("The file begins like JSON but cannot be read: %(found)s."),
        _("Download it again; it may be cut off."),
    ),
    "json_not_statistical": Phrase(
        _("This JSON file is not %(allowed)s; found: %(found)s."),
        _("Ask the statistical service for JSON-stat, or for CSV."),
    ),
    "json_values_differ": Phrase(
        _("The JSON-stat file has %(found)s values where its dimensions make %(allowed)s."),
        _("Download it again, or choose fewer categories."),
    ),
    "px_damaged": Phrase(
        _("The PC-Axis file is not complete: %(found)s. Expected: %(allowed)s."),
        _("Download it again; if that does not help, save it as CSV."),
    ),
    "px_values_differ": Phrase(
        _("The PC-Axis file has %(found)s figures where its variables make %(allowed)s."),
        _("Download it again; it may be cut off."),
    ),
    "px_sparse": Phrase(
        _("The PC-Axis file uses %(found)s, which leaves out figures and is not read here."),
        _("Save the table with all figures, or as CSV."),
    ),
    "events_absent": Phrase(
        _("Nothing in this file says whether its figures are births or deaths, or none of them has a year."),
        _("Name the figures in a heading or title with one of these words: %(allowed)s; and give each its year."),
    ),
    "event_repeated": Phrase(
        _("A second figure (%(found)s) for the same year, sex and age; the first stands in row %(first)s and is used."),
        _("Remove one of the two."),
    ),
    "table_column_missing": Phrase(
        _("These columns are missing or stand twice: %(allowed)s. Columns found: %(found)s."),
        _("Add them, or correct the headings."),
    ),
    "place_code_unusable": Phrase(
        _("“%(found)s” cannot be a code of a place or series."),
        _("Use only these characters: %(allowed)s."),
    ),
    "sex_code_unknown": Phrase(
        _("The sex is “%(found)s”."),
        _("Write one of these: %(allowed)s."),
    ),
    "sex_missing": Phrase(
        _("%(place)s has no row for the sex “%(found)s”."),
        _("Add the row."),
    ),
    "year_unreadable": Phrase(
        _("“%(found)s” is not a year."),
        _("Write it like this: %(allowed)s."),
    ),
    "year_missing": Phrase(
        _("%(place)s has no row for the year %(found)s, though it has earlier and later ones."),
        _("Add the year; none in between may be left out."),
    ),
    "key_repeated": Phrase(
        _("A second row for %(found)s; the first is row %(first)s."),
        _("Remove one of the two."),
    ),
    "rate_unreadable": Phrase(
        _("“%(found)s” is not a finite number."),
        _("Write a number with a point as the decimal mark; no cell may be empty."),
    ),
    "rate_out_of_range": Phrase(
        _("%(found)s is outside what is possible: %(allowed)s."),
        _("Correct the number; rates are per person and year, populations in persons."),
    ),
    "limits_out_of_order": Phrase(
        _("The limits of the interval do not rise: %(found)s."),
        _("Write the limits in this order: 95 per cent low, 80 per cent low, 80 per cent high, 95 per cent high."),
    ),
    "gzip_damaged": Phrase(
        _("The packed file cannot be unpacked: %(found)s."),
        _("Pack it again with gzip, or send it unpacked."),
    ),
    "gzip_too_large": Phrase(
        _("Unpacked, the file is larger than %(allowed)s bytes."),
        _("Split it into files of fewer places."),
    ),
    "places_differ": Phrase(
        _("The table “%(table)s” lacks places that “%(first)s” has: %(found)s."),
        _("Add them there, or remove them from the other table."),
    ),
    "results_shape_differs": Phrase(
        _("The results have the shape %(found)s, but %(allowed)s was expected."),
        _("Please report this to the people who run this site."),
    ),
}
