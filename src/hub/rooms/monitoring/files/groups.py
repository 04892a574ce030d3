"""Columns of labels to groupings of places."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hub.commons.tables.limits import LONGEST_CODE
from hub.rooms.monitoring.engine.places import Group, Grouping, Places

_NOT_IN_CODES = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class LabelColumn:
    """One column: its heading, its name for people, and the label of each place, blank where it has none."""

    heading: str
    name: str
    labels: Mapping[str, str]


def add_groupings(places: Places, columns: Sequence[LabelColumn]) -> Places:
    """The same places with one more grouping for each column that has a label for any of them.

    The code of a grouping is its heading, the code of a group heading and label: what a trace key can carry.
    """
    taken = {group.code for grouping in places.groupings for group in grouping.groups}
    codes = [grouping.code for grouping in places.groupings]
    groupings, groups = list(places.groupings), dict(places.groups)
    for column in columns:
        labels = sorted({label for label in column.labels.values() if label})
        if not labels:
            continue
        own = {label: _free_code(f"{column.heading}-{label}", taken) for label in labels}
        code = column.heading if column.heading not in codes else _free_code(column.heading, set(codes))
        found = tuple(Group(own[label], {"en": label}) for label in labels)
        groupings.append(Grouping(code, {"en": column.name or column.heading}, found, column.heading))
        groups[code] = tuple(own.get(column.labels.get(place, ""), "") for place in places.codes)
        codes.append(code)
    return replace(places, groupings=tuple(groupings), groups=groups)


def label_of(places: Places, place: str, grouping: Grouping) -> str:
    """The label that a place has in a grouping; blank where it has none."""
    group = places.group_of(place, grouping.code)
    return next((one.names["en"] for one in grouping.groups if one.code == group), "")


def _free_code(text: str, taken: set[str]) -> str:
    """The text in the characters of codes, with a number where another one has become the same."""
    plain = _NOT_IN_CODES.sub("-", text).strip("-")[:LONGEST_CODE] or "group"
    code, number = plain, 1
    while code in taken:
        number += 1
        code = f"{plain[: LONGEST_CODE - len(str(number)) - 1]}-{number}"
    taken.add(code)
    return code
