"""Which reader the bytes of a city need."""

import re

from hub.commons.tables.faults import refuse
from hub.commons.tables.inputs import Input
from hub.rooms.ageing.files.intake.grids import Grid, is_workbook, require_known
from hub.rooms.ageing.files.intake.jsonstat import read_jsonstat
from hub.rooms.ageing.files.intake.pcaxis import read_px
from hub.rooms.ageing.files.intake.separated import read_separated
from hub.rooms.ageing.files.intake.sheets import read_sheets

_PX = re.compile(
    rb'\A(?:\xef\xbb\xbf)?\s*(?:CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGE|MATRIX|SUBJECT-CODE|TITLE|CONTENTS|CREATION-DATE)(?:\[[a-z]+\])?\s*=\s*"'
)


def read_grids(sent: Input) -> tuple[Grid, ...]:
    """The tables of a file, one for each sheet or dataset; InputRefused says what it is instead, or what is wrong."""
    require_known(sent)
    if is_workbook(sent):
        return read_sheets(sent)
    start = sent.content[:400].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith((b"{", b"[")):
        return read_jsonstat(sent)
    if _PX.match(sent.content[:4000]):
        return (read_px(sent),)
    grid = read_separated(sent)
    if not any(any(row) for row in grid.rows):
        raise refuse("file_empty", sent.name, found="0")
    return (grid,)
