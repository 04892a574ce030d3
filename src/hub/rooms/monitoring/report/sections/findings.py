"""What was found in the input: coverage by group, mixed periods, statuses, and values that ask for a second look."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from hub.commons.documents.document import (
    Block,
    ChartBlock,
    Column,
    Fact,
    Facts,
    Note,
    Points,
    Reference,
    Row,
    Section,
    Table,
    Text,
)
from hub.kit.errors import Finding
from hub.rooms.monitoring.engine.framework import Node
from hub.rooms.monitoring.engine.observations import STATUSES
from hub.rooms.monitoring.report.charts import coverage_plate
from hub.rooms.monitoring.report.sections import words
from hub.rooms.monitoring.report.sections.reading import Reading, ordered_names, place_section


def finding_sections(reading: Reading) -> list[Section]:
    """What the reader must know of the data before using it."""
    return [_input(reading), *_coverage(reading), _looked_at(reading)]


def _input(reading: Reading) -> Section:
    text = Text(
        (
            _(
                "What stood out when the files were read. Nothing was changed because of it; odd values are "
                "shown as they were reported."
            ),
        )
    )
    labels = [
        (_("observations read"), "observations"),
        (_("observations that say “no value”"), "observations_without_value"),
        (_("observations with a 95% interval"), "observations_with_interval"),
        (_("place codes no longer in use"), "places_retired"),
    ]
    facts = Facts(tuple(Fact(label, reading.total(what)) for label, what in labels))
    return Section(
        "findings", _("What was found in the data"), 1, (text, facts, Points(_oddities(reading))), opens_page=True
    )


def _oddities(reading: Reading) -> tuple[str, ...]:
    run, said = reading.run, []
    if run.places.retired:
        said.append(
            _(
                "Some place codes are no longer in use, because places merged or were divided. Their "
                "observations are kept, but they are not scored: their successors are. Each is listed under "
                "“Places that are not scored”."
            )
        )
    used = {run.observations.statuses[number] for number in np.unique(run.observations.status)}
    statuses = [words.status_word(status) for status in STATUSES if status in used and words.status_word(status)]
    if statuses:
        said.append(
            _("Besides ordinary values, the files have observations with these statuses: %(statuses)s.")
            % {"statuses": _listed(statuses)}
        )
    if len({text.partition("/")[2] for text in run.observations.periods}) > 1:
        said.append(
            _(
                "Periods are of several kinds: calendar years, school and financial years, spans of several "
                "years, and single days. They are compared as they are; the section on indicators names the "
                "periods used."
            )
        )
    if run.nodes_out:
        names = [reading.name(run.framework.node(code)) for code in run.nodes_out]
        said.append(
            _("These indicators were left out because too few places have a value: %(indicators)s.")
            % {"indicators": _listed(names)}
        )
    return tuple(said) or (_("Nothing unusual was found."),)


def _listed(parts: list[str]) -> str:
    """Parts of an enumeration; the comma of the language."""
    return _(", ").join(parts)


def _coverage(reading: Reading) -> list[Section]:
    groupings = reading.run.recipe.groupings
    if not groupings:
        return []
    scored = frozenset(reading.scored)
    groups = [{"code": group.code, "name": reading.group(group)} for group in groupings[0].groups]
    members = {
        group["code"]: [place for place in reading.run.places.members(group["code"]) if place in scored]
        for group in groups
    }
    own = tuple(
        {"code": node.code, "group": code, "share": _covered(reading, node, places)}
        for area in reading.areas
        for node in reading.indicators_of(area)
        for code, places in members.items()
        if places
    )
    bare = {row["group"] for row in own if not row["share"]}
    missing = [group["name"] for group in groups if group["code"] in bare]
    plate = coverage_plate(reading.frame, ordered_names(reading, _nodes(reading)), groups)
    caption = _("Where values are: a dark field says all places of the group, a pale one some, a cross none.")
    chart = ChartBlock("chart-coverage", caption, _coverage_alt(missing), plate, own, told_in="regions")
    blocks: tuple[Block, ...] = (*_coverage_text(missing), chart)
    return [Section("coverage", _("Where values are missing"), 2, blocks)]


def _nodes(reading: Reading) -> list[dict[str, Any]]:
    return [
        {"code": node.code, "name": reading.name(node), "bold": node is area}
        for area in reading.areas
        for node in (area, *reading.indicators_of(area))
    ]


def _coverage_text(missing: list[str]) -> tuple[Text, ...]:
    if not missing:
        return ()
    sentence = _(
        "Several indicators are not published everywhere. A place is compared by what is known about it, "
        "so places from groups with many gaps are compared by fewer indicators."
    )
    return (Text((sentence,)),)


def _coverage_alt(missing: list[str]) -> str:
    if not missing:
        return _(
            "For every indicator, whether all or some of the places of each group have a value. No indicator is "
            "missing altogether in any group."
        )
    return _(
        "For every indicator, whether all, some or none of the places of each group have a value. Indicators are "
        "missing altogether in: %(groups)s."
    ) % {"groups": _listed(missing)}  # fmt: skip


def _covered(reading: Reading, node: Node, places: list[str]) -> float:
    return sum(reading.selected(place, node.code) >= 0 for place in places) / len(places)


def _looked_at(reading: Reading) -> Section:
    listed = [finding for finding in reading.run.findings if finding.row is not None and "place" in finding.parameters]
    others = [finding for finding in reading.run.findings if finding not in listed]
    blocks: list[Block] = [
        Text(
            (
                _(
                    "The most striking of what the checks ask about, such as jumps from one period to the next and "
                    "values far from those of all other places. They may well be right; whoever uses them should ask."
                ),
            )
        )
    ]
    if others:
        blocks.append(
            Note(
                "note",
                _("The intake had more to say about the files; it is kept with the run, in the file of findings."),
            )
        )
    if listed:
        columns = tuple(
            Column(label, share=share)
            for label, share in zip(
                (_("Place"), _("Indicator"), _("Period"), _("What was seen"), _("File and row")),
                (1.6, 2.6, 0.9, 1.8, 1.5),
                strict=True,
            )
        )
        blocks.append(
            Table(_("Values that ask for a second look"), columns, tuple(_row(reading, finding) for finding in listed))
        )
    return Section("second-look", _("Values that ask for a second look"), 2, tuple(blocks))


def _row(reading: Reading, finding: Finding) -> Row:
    seen = _seen(finding.parameters)
    place, framework = str(finding.parameters["place"]), reading.run.framework
    node = framework.by_code.get(str(finding.parameters.get("indicator", finding.column)))
    known = place in reading.run.places.position
    return Row(
        (
            Reference(reading.place(place), place_section(place)) if known else place,
            reading.name(node) if node else finding.column,
            words.period_word(str(finding.parameters.get("period", "")), reading.language),
            seen.get(finding.code, finding.code),
            f"{finding.file}: {finding.row}",
        )
    )


def _seen(parameters: Mapping[str, Any]) -> Mapping[str, str]:
    """What each check saw, in a few words."""
    said = {"factor": parameters.get("factor", ""), "group": parameters.get("group", "")}
    return {
        "value_jumps": _("large change from the period before"),
        "value_breaks_history": _("larger change than this place has had before"),
        "value_far_from_peers": _("far from all other places"),
        "value_far_from_group": _("far from the other places of the group %(group)s") % said,
        "share_as_fraction": _("looks like a share written as a fraction"),
        "value_scaled_up": _("about %(factor)s times larger than expected") % said,
        "value_scaled_down": _("about %(factor)s times smaller than expected") % said,
        "value_not_whole": _("not a whole number, though it counts"),
        "value_out_of_range": _("outside the range that is possible"),
        "cell_repeated": _("stated twice"),
        "cell_contradicted": _("stated twice, with different values"),
        "sum_differs": _("differs from the sum of its parts"),
        "period_in_future": _("about a time to come"),
        "period_too_early": _("before the time that was asked about"),
        "period_too_late": _("after the time that was asked about"),
    }
