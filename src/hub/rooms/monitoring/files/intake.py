"""Intake: the inputs of a round to checked observations and places, or a refusal that says everything at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import Finding, InputRefused
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.observations import InputFile, Observations
from hub.rooms.monitoring.engine.places import Places
from hub.rooms.monitoring.engine.recipe import Recipe
from hub.rooms.monitoring.files.faults import Faults, refuse
from hub.rooms.monitoring.files.indicators import compare_indicators
from hub.rooms.monitoring.files.inputs import Input
from hub.rooms.monitoring.files.mappings import (
    REQUIRED,
    ColumnMapping,
    is_sdmx,
    plain_sdmx,
    read_mapping,
    sdmx_mapping,
)
from hub.rooms.monitoring.files.places import PlaceRows, build_places, read_place_table, read_retired
from hub.rooms.monitoring.files.reading import read_table
from hub.rooms.monitoring.files.rows import Columns, RowReader, join, note_duplicates
from hub.rooms.monitoring.files.tables import TextTable

INDICATOR_HEADINGS = frozenset({"code", "direction"})


@dataclass(frozen=True)
class Intake:
    """What a round came to. `findings` are warnings and notes; errors would have refused it."""

    observations: Observations
    places: Places
    findings: tuple[Finding, ...]
    files: tuple[InputFile, ...]


def read_round(
    inputs: Sequence[Input], recipe: Recipe, framework: Framework, *, place_rows: PlaceRows | None = None
) -> Intake:
    """Read all inputs of a round, in any order: observations, a table of places, a table of indicators.

    place_rows  the places that are already known (code -> heading -> cell), e.g. from the register; a table among the
                inputs takes their place. Without either, place codes are judged by their shape only.
    Raises InputRefused with every fault of every input.
    """
    mapping = read_mapping(recipe.mapping)
    refused: list[Finding] = []
    tables: list[tuple[Input, TextTable, str]] = []
    for sent in inputs:
        try:
            table = read_table(sent, mapping.sheet)
            tables.append((sent, table, kind_of(table, mapping, recipe)))
        except InputRefused as problem:
            refused += problem.findings
    if not refused and not any(kind == "observations" for _, _, kind in tables):
        refused += refuse("observations_absent", ", ".join(sent.name for sent in inputs)).findings
    faults = {sent.name: Faults(sent.name) for sent in inputs}
    rows = dict(place_rows or {})
    for sent, table, kind in tables:
        if kind == "places":
            rows = dict(read_place_table(table, recipe, faults[sent.name]))
        elif kind == "indicators":
            compare_indicators(table, framework, faults[sent.name])
    reader = RowReader(framework, frozenset(rows), recipe.not_after)
    read = [
        _observations_of(sent, table, mapping, recipe=recipe, reader=reader, faults=faults[sent.name])
        for sent, table, kind in tables
        if kind == "observations"
    ]
    return _finish([sent for sent, _, _ in tables], tables, reader, read, faults, refused, rows=rows, recipe=recipe)


def _finish(
    sents: Sequence[Input],
    tables: Sequence[tuple[Input, TextTable, str]],
    reader: RowReader,
    read: Sequence[Columns | None],
    faults: dict[str, Faults],
    refused: list[Finding],
    *,
    rows: PlaceRows,
    recipe: Recipe,
) -> Intake:
    columns = [one for one in read if one is not None]
    names = tuple(sent.name for sent, _, kind in tables if kind == "observations")
    if not refused and columns and not any(one.has_errors for one in faults.values()):
        observations = join(columns, reader, names)
        note_duplicates(observations, faults)
    findings = (*refused, *(finding for one in faults.values() for finding in one.findings))
    if any(finding.severity == "error" for finding in findings):
        raise InputRefused(tuple(findings), files=", ".join(faults))
    notes = notes_by_place(observations)
    retired = read_retired(notes, recipe)
    places = build_places(observations.places, rows, retired, recipe)
    files = tuple(InputFile(sent.name, sent.sha256, len(table), kind, table.format) for sent, table, kind in tables)
    return Intake(observations, places, findings, files)


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


def _observations_of(
    sent: Input, table: TextTable, mapping: ColumnMapping, *, recipe: Recipe, reader: RowReader, faults: Faults
) -> Columns | None:
    if is_sdmx(table):
        table = plain_sdmx(table, faults)
        mapping = sdmx_mapping(mapping, recipe.mapping)
    return reader.read(table, mapping, faults)


def notes_by_place(observations: Observations) -> dict[str, list[str]]:
    """Place code -> its different notes, in the order of their first appearance; blank ones left out."""
    pairs: NDArray[np.int64] = observations.place.astype(np.int64) * len(observations.notes) + observations.note
    notes: dict[str, list[str]] = {}
    for pair in np.unique(pairs).tolist():
        place, note = divmod(pair, len(observations.notes))
        if observations.notes[note]:
            notes.setdefault(observations.places[place], []).append(observations.notes[note])
    return notes
