"""How large an input may be, and why."""

# A round of 1,000 places x 100 indicators x 5 periods is 500,000 rows; at about 55 bytes a row that is 27 MB.
MOST_ROWS = 500_000
MOST_BYTES = 48 * 1024 * 1024
# A tidy table has about ten columns; SDMX structures have up to sixty. More is a wide table or an attack.
MOST_COLUMNS = 200
# What a cell of a spreadsheet can hold; longer ones cannot have come from one.
LONGEST_CELL = 32_767
# Codes, periods and statuses are short; a long one is text in the wrong column.
LONGEST_CODE = 32
# A workbook of MOST_ROWS rows inflates to about 200 MB of XML. What is really inflated is counted, not what the
# archive says of itself.
MOST_INFLATED_BYTES = 256 * 1024 * 1024
# Office writes about twenty parts; one per sheet, chart and picture more.
MOST_ARCHIVE_PARTS = 500
# The longest text between two tags of a workbook's XML: a full cell of characters of four bytes, or written as
# entities of up to eight. Longer ones are refused while inflating, before a parser gathers them in memory.
LONGEST_XML_TEXT = 8 * LONGEST_CELL
# Faults of one kind in one column that are listed; the others are counted.
MOST_LISTED_FAULTS = 20
# How much of an offending text is shown.
LONGEST_FOUND = 80
