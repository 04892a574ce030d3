"""Phrases about the files that people send."""

# ruff: noqa: E501 - a sentence stands on one line, however long

from django.utils.translation import gettext_lazy as _

from hub.rooms.monitoring.phrases.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "file_absent": Phrase(
        _("There is no file at %(path)s."),
        _("Check the path."),
    ),
    "file_empty": Phrase(
        _("The file is empty."),
        _("Send a table with a heading row and at least one row of observations."),
    ),
    "file_too_large": Phrase(
        _("The file is larger than %(allowed)s bytes."),
        _("Split it into several files, or leave out columns that are not needed."),
    ),
    "format_unknown": Phrase(
        _("This is a %(found)s file."),
        _("Save the table as one of these formats and send it again: %(allowed)s."),
    ),
    "header_only": Phrase(
        _("The file has headings but no rows below them."),
        _("Add the observations, one in each row."),
    ),
    "encoding_utf16": Phrase(
        _("The text is encoded as UTF-16."),
        _("Save it as “CSV UTF-8” and send it again."),
    ),
    "encoding_cp1252": Phrase(
        _(
            "The text is not UTF-8; it looks like Windows-1252. The first character that cannot be read is %(found)s at byte %(byte)s in row %(row)s."
        ),
        _("Save it as “CSV UTF-8” and send it again."),
    ),
    "encoding_not_utf8": Phrase(
        _("The text is not UTF-8. The first byte that cannot be read is %(found)s at byte %(byte)s in row %(row)s."),
        _("Save it as “CSV UTF-8” and send it again."),
    ),
    "null_bytes": Phrase(
        _("The text holds zero bytes; the file is damaged or is not a text file."),
        _("Save the table again as “CSV UTF-8”, or as XLSX."),
    ),
    "control_character": Phrase(
        _("The text holds the control character %(found)s."),
        _("Remove it; it cannot be seen, but searching for unprintable characters finds it."),
    ),
    "delimiter_semicolon": Phrase(
        _("The columns are separated by semicolons."),
        _("Save the file with commas between the columns."),
    ),
    "delimiter_tab": Phrase(
        _("The columns are separated by tabs."),
        _("Save the file with commas between the columns."),
    ),
    "delimiter_pipe": Phrase(
        _("The columns are separated by vertical bars."),
        _("Save the file with commas between the columns."),
    ),
    "quotes_unbalanced": Phrase(
        _("A quotation mark that opens or closes a cell is missing or misplaced, in or after this row: %(found)s"),
        _("Write a quotation mark inside a cell twice, and close every cell that begins with one."),
    ),
    "too_many_rows": Phrase(
        _("The file has more than %(allowed)s rows."),
        _("Split it into several files."),
    ),
    "too_many_columns": Phrase(
        _("The table has %(found)s columns; %(allowed)s are allowed."),
        _("Send one observation in each row, with only the columns that are needed."),
    ),
    "cell_too_long": Phrase(
        _("A cell holds more than %(allowed)s characters."),
        _("Shorten it. If no cell should be so long, look for a missing quotation mark."),
    ),
    "cells_extra": Phrase(
        _("The row has %(cells)s cells under %(allowed)s headings."),
        _("Remove the extra cells, or put text that holds a comma between quotation marks."),
    ),
    "cells_missing": Phrase(
        _("The row has %(cells)s cells under %(allowed)s headings."),
        _("Add the missing cells; a cell without content still needs its comma."),
    ),
    "column_missing": Phrase(
        _("The column “%(allowed)s” is missing. Columns found: %(found)s."),
        _("Add the column, or correct its heading."),
    ),
    "column_duplicated": Phrase(
        _("The heading “%(found)s” stands over two columns."),
        _("Remove or rename one of them."),
    ),
    "column_unnamed": Phrase(
        _("Column number %(position)s has no heading."),
        _("Give it a heading, or remove the column."),
    ),
    "column_padded": Phrase(
        _("The heading “%(found)s” begins or ends with a blank."),
        _("Remove the blank."),
    ),
    "observations_absent": Phrase(
        _("None of the files holds observations."),
        _("Send a table with the columns for place, indicator, period and value."),
    ),
    "workbook_damaged": Phrase(
        _("The workbook cannot be opened; it is damaged: %(found)s"),
        _("Open it in a spreadsheet program, save it again and send the new file."),
    ),
    "workbook_encrypted": Phrase(
        _("The workbook is protected by a password."),
        _("Remove the password and send it again."),
    ),
    "workbook_legacy": Phrase(
        _("This is a workbook of the old XLS format."),
        _("Save it as one of these formats: %(allowed)s."),
    ),
    "workbook_binary": Phrase(
        _("This is a workbook of the binary XLSB format."),
        _("Save it as XLSX or as “CSV UTF-8”."),
    ),
    "workbook_macros": Phrase(
        _("The workbook contains macros (%(found)s)."),
        _("Save it as XLSX without macros."),
    ),
    "not_a_workbook": Phrase(
        _("This archive is not a workbook; it contains: %(found)s."),
        _("Send one of these formats: %(allowed)s."),
    ),
    "archive_nested": Phrase(
        _("The file contains another archive: %(found)s."),
        _("Send the table itself, not packed."),
    ),
    "archive_parts": Phrase(
        _("The archive has %(found)s parts; %(allowed)s are allowed."),
        _("Save only the sheet with the observations in a new workbook."),
    ),
    "zip_bomb": Phrase(
        _("Unpacked, the file is larger than %(allowed)s bytes."),
        _("Save only the sheet with the observations in a new workbook, or as “CSV UTF-8”."),
    ),
    "xml_entities": Phrase(
        _("The workbook declares XML entities (in %(found)s), which no spreadsheet program writes."),
        _("Open it in a spreadsheet program and save it again."),
    ),
    "sheet_absent": Phrase(
        _("There is no sheet named “%(found)s”. Sheets found: %(allowed)s."),
        _("Rename the sheet, or name another one in the recipe."),
    ),
    "sheet_not_named": Phrase(
        _("The workbook has %(sheets)s sheets: %(found)s."),
        _("Send a workbook with one sheet, or name the sheet in the recipe."),
    ),
    "cells_merged": Phrase(
        _("The sheet “%(found)s” has merged cells."),
        _("Unmerge them, so that every row has all of its cells."),
    ),
    "cell_error": Phrase(
        _("The cell holds the error %(found)s."),
        _("Correct the calculation, or leave the cell empty and give a status."),
    ),
    "boolean_cell": Phrase(
        _("The cell holds the truth value %(found)s instead of a number."),
        _("Enter a number."),
    ),
    "date_in_value_cell": Phrase(
        _("The cell holds a date (%(found)s) instead of a number."),
        _("Format the cell as a number and enter the value again; spreadsheet programs turn some numbers into dates."),
    ),
    "formula_cell": Phrase(
        _("The cell holds a formula: %(found)s"),
        _("Replace it by its result (copy, then paste as values)."),
    ),
    "code_empty": Phrase(
        _("The code is missing."),
        _("Enter the code."),
    ),
    "code_padded": Phrase(
        _("The code “%(found)s” begins or ends with a blank."),
        _("Remove the blank."),
    ),
    "code_too_long": Phrase(
        _("The code “%(found)s” is longer than %(allowed)s characters."),
        _("Enter the code, not the name."),
    ),
    "code_invalid": Phrase(
        _("The code “%(found)s” holds characters that are not allowed."),
        _("Use only these characters: %(allowed)s."),
    ),
    "place_unknown": Phrase(
        _("The place “%(found)s” is not in the list of places. Nearest: %(allowed)s."),
        _("Correct the code, or add the place to the list of places."),
    ),
    "place_duplicated": Phrase(
        _("The place “%(found)s” is listed twice; first in row %(first)s."),
        _("Remove one of the rows."),
    ),
    "place_retired": Phrase(
        _("The notes say that the code %(found)s ended in %(since)s and was replaced by %(successors)s."),
        _("Nothing has to be done; its observations are kept, and its successors are scored."),
    ),
    "place_unnamed": Phrase(
        _("The place “%(found)s” has no name."),
        _("Enter its name."),
    ),
    "indicator_unknown": Phrase(
        _("The indicator “%(found)s” is not in the framework. Nearest: %(allowed)s."),
        _("Correct the code."),
    ),
    "period_unreadable": Phrase(
        _("The period “%(found)s” cannot be read."),
        _("Write it like one of these: %(allowed)s."),
    ),
    "period_in_future": Phrase(
        _("The period “%(found)s” starts after %(allowed)s, so it cannot have been observed."),
        _("Correct the period."),
    ),
    "status_unknown": Phrase(
        _("The status “%(found)s” is not known."),
        _("Use one of these, or leave the cell empty: %(allowed)s."),
    ),
    "action_unsupported": Phrase(
        _("The action “%(found)s” would delete observations, which a file cannot do here."),
        _("Use one of these: %(allowed)s. To withdraw a value, ask the people who run the round."),
    ),
    "decimal_comma": Phrase(
        _("“%(found)s” has a comma as its decimal mark."),
        _("Write a point instead."),
    ),
    "thousands_separator": Phrase(
        _("“%(found)s” has separators between the thousands."),
        _("Write the number without them."),
    ),
    "percent_sign": Phrase(
        _("“%(found)s” has a percent sign."),
        _("Write the number without it, in the unit of the indicator."),
    ),
    "value_not_finite": Phrase(
        _("“%(found)s” is not a finite number."),
        _("Leave the cell empty and give a status where there is no value."),
    ),
    "value_padded": Phrase(
        _("“%(found)s” begins or ends with a blank."),
        _("Remove the blank."),
    ),
    "digits_not_ascii": Phrase(
        _("“%(found)s” is written with digits or marks that cannot be read."),
        _("Write the digits 0 to 9, with a point as the decimal mark."),
    ),
    "value_not_number": Phrase(
        _("“%(found)s” is not a number."),
        _("Enter a number with a point as the decimal mark, or leave the cell empty and give a status."),
    ),
    "value_out_of_range": Phrase(
        _("%(found)s is outside what is possible for the indicator %(indicator)s: %(allowed)s."),
        _("Check the value and its unit."),
    ),
    "value_outside_interval": Phrase(
        _("The value lies outside its own interval (low – value – high: %(found)s)."),
        _("Check the three numbers."),
    ),
    "interval_inverted": Phrase(
        _("The low end of the interval is above the high end (low – value – high: %(found)s)."),
        _("Exchange or correct the two."),
    ),
    "interval_half": Phrase(
        _("Only one end of the interval is given."),
        _("Give both ends, or neither."),
    ),
    "interval_without_value": Phrase(
        _("An interval is given without a value."),
        _("Give the value, or remove the interval."),
    ),
    "value_with_missing_status": Phrase(
        _("The value %(found)s stands beside the status “%(status)s”, which says that there is none."),
        _("Remove the value, or change the status."),
    ),
    "value_missing_for_status": Phrase(
        _("There is no value, but the status “%(status)s” says that there is one."),
        _("Enter the value, or change the status to “not-available”."),
    ),
    "key_duplicated": Phrase(
        _(
            "A second row for the same place, indicator and period (%(found)s); the first is row %(first)s of %(first_file)s."
        ),
        _("Remove one of the two."),
    ),
    "value_jumps": Phrase(
        _(
            "%(place)s, %(indicator)s, %(period)s: the value changes from %(before)s to %(found)s, far more than other places change."
        ),
        _("Please confirm or correct it."),
    ),
    "value_far_from_peers": Phrase(
        _("%(place)s, %(indicator)s, %(period)s: %(found)s is far from the median of all places, %(median)s."),
        _("Please confirm or correct it."),
    ),
    "indicator_not_in_framework": Phrase(
        _("The table of indicators lists “%(found)s”, which the framework does not have."),
        _("Nothing has to be done; the framework counts."),
    ),
    "indicator_not_in_table": Phrase(
        _("The framework's indicator “%(found)s” is not in the table of indicators."),
        _("Nothing has to be done; the framework counts."),
    ),
    "direction_differs": Phrase(
        _("The table gives the direction %(found)s for %(indicator)s; the framework says %(allowed)s."),
        _("Nothing has to be done; the framework counts. Correct the one that is wrong."),
    ),
}
