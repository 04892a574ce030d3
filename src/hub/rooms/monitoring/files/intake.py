"""Intake: the inputs of a round to checked observations and places, or a refusal that says everything at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.commons.tables.faults import Faults, refuse
from hub.commons.tables.inputs import Input
from hub.commons.tables.reading import read_table
from hub.commons.tables.table import TextTable
from hub.kit.errors import Finding, InputRefused
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.observations import InputFile, Observations
from hub.rooms.monitoring.engine.places import Places
from hub.rooms.monitoring.engine.recipe import Recipe
from hub.rooms.monitoring.files.indicators import compare_indicators
from hub.rooms.monitoring.files.mappings import (
    REQUIRED,
    ColumnMapping,
    is_sdmx,
    plain_sdmx,
    read_mapping,
    sdmx_mapping,
)
from hub.rooms.monitoring.files.places import PlaceRows, build_places, read_place_table, read_retired
from hub.rooms.monitoring.files.rows import RowReader, join, note_duplicates

INDICATOR_HEADINGS = frozenset({"code", "direction"})


@dataclass(frozen=True)
class Intake:
    """What a round came to. `findings` are warnings and notes; errors would have refused it."""

    observations: Observations
    places: Places
    findings: tuple[Finding, ...]
    files: tuple[InputFile, ...]


@dataclass(frozen=True)
class _Sent:
    """One input that could be read as a table; its faults are collected here."""

    sent: Input
    table: TextTable
    kind: str
    faults: Faults


def read_round(
    inputs: Sequence[Input], recipe: Recipe, framework: Framework, *, place_rows: PlaceRows | None = None
) -> Intake:
    """Read all inputs of a round, in any order: observations, a table of places, a table of indicators.

    place_rows  the places that are already known (code -> heading -> cell), e.g. from the register; a table among the
                inputs takes their place. Without either, place codes are judged by their shape only.
    Raises InputRefused with every fault of every input.
    """
    mapping = read_mapping(recipe.mapping)
    read, refused = _read_tables(inputs, mapping, recipe)
    rows = dict(place_rows or {})
    for one in read:
        if one.kind == "places":
            rows = dict(read_place_table(one.table, recipe, one.faults))
        elif one.kind == "indicators":
            compare_indicators(one.table, framework, one.faults)
    reader = RowReader(framework, frozenset(rows), recipe.not_after)
    observed = [one for one in read if one.kind == "observations"]
    columns = [reader.read(one.table, _mapping_of(one.table, mapping, recipe), one.faults) for one in observed]
    _refuse_errors(read, refused)
    observations = join([one for one in columns if one is not None], reader, tuple(one.sent.name for one in observed))
    note_duplicates(observations, [one.faults for one in observed])
    retired = read_retired(notes_by_place(observations), recipe)
    for ended in retired:
        successors = ", ".join(f"{code} {name}".strip() for code, name in ended.successors)
        note = observed[0].faults.add
        note("place_retired", severity="note", found=ended.code, since=ended.since, successors=successors)
    findings = _refuse_errors(read, refused)
    places = build_places(observations.places, rows, retired, recipe)
    files = tuple(InputFile(one.sent.name, one.sent.sha256, len(one.table), one.kind, one.table.format) for one in read)
    return Intake(observations, places, findings, files)


def _read_tables(inputs: Sequence[Input], mapping: ColumnMapping, recipe: Recipe) -> tuple[list[_Sent], list[Finding]]:
    """The inputs as tables, and the findings of those that are none."""
    read: list[_Sent] = []
    refused: list[Finding] = []
    for sent in inputs:
        faults = Faults(sent.name)
        try:
            table = read_table(sent, mapping.sheet)
        except InputRefused as problem:
            refused += problem.findings
            continue
        if is_sdmx(table):
            table = plain_sdmx(table, faults)
        read.append(_Sent(sent, table, kind_of(table, mapping, recipe), faults))
    if not refused and not any(one.kind == "observations" for one in read):
        refused += refuse("observations_absent", ", ".join(sent.name for sent in inputs)).findings
    return read, refused


def _mapping_of(table: TextTable, mapping: ColumnMapping, recipe: Recipe) -> ColumnMapping:
    return sdmx_mapping(mapping, recipe.mapping) if is_sdmx(table) else mapping


def _refuse_errors(read: Sequence[_Sent], refused: Sequence[Finding]) -> tuple[Finding, ...]:
    """All findings so far, by file; InputRefused where any of them is an error."""
    findings = (*refused, *(finding for one in read for finding in one.faults.findings))
    if any(finding.severity == "error" for finding in findings):
        raise InputRefused(findings, files=", ".join(one.sent.name for one in read))
    return findings


def kind_of(table: TextTable, mapping: ColumnMapping, recipe: Recipe) -> str:
    """What a table holds, judged by its headings: observations, places or indicators."""
    header = frozenset(table.header)
    core = {mapping.columns[role] for role in REQUIRED if role in mapping.columns}
    if is_sdmx(table) or core <= header:
        return "observations"
    value = mapping.columns.get("value", "value")
    if value in header:
        return "observations"
    if {recipe.place_table.get("code", "code"), recipe.place_table.get("name", "name")} <= header:
        own = recipe.place_table.get("code", "code")
        if not (own == "code" and header >= INDICATOR_HEADINGS):
            return "places"
    if header >= INDICATOR_HEADINGS:
        return "indicators"
    return "observations"


def notes_by_place(observations: Observations) -> dict[str, list[str]]:
    """Place code -> its different notes, in the order of their first appearance; blank ones left out."""
    pairs: NDArray[np.int64] = observations.place.astype(np.int64) * len(observations.notes) + observations.note
    notes: dict[str, list[str]] = {}
    for pair in np.unique(pairs).tolist():
        place, note = divmod(pair, len(observations.notes))
        if observations.notes[note]:
            notes.setdefault(observations.places[place], []).append(observations.notes[note])
    return notes
