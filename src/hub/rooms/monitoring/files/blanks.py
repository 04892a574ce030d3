"""A table to fill in, for those who have no table yet."""

import csv
import io
from collections.abc import Sequence

from hub.rooms.monitoring.engine.framework import Framework, name_of

HEADINGS = ("place", "indicator", "period", "value", "low", "high", "status", "source", "note", "question", "unit")


def blank_table(framework: Framework, places: Sequence[str], year: int, language: str) -> str:
    """A CSV with a row for each place and indicator; the last two columns only explain and are not read."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for place in places:
        for node in framework.measured:
            unit = name_of(framework.units[node.unit], language)
            writer.writerow([place, node.code, year, "", "", "", "", "", "", name_of(node, language), unit])
    return text.getvalue()
