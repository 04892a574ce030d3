"""Phrases about files that hold tables, whatever is in them."""

from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

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
            "The text is not UTF-8; it looks like Windows-1252. The first character that cannot be read is "
            "%(found)s at byte %(byte)s in row %(row)s."
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
}
