"""A finished run as the sections read it: fast look-ups, names in the language, figures with their keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from hub.commons.documents.document import Cell, Gap
from hub.commons.documents.figures import is_rtl
from hub.kit.figures import Figure
from hub.rooms.monitoring.engine.framework import INDEX, Node, name_of
from hub.rooms.monitoring.engine.keys import ALL
from hub.rooms.monitoring.engine.places import Group, Reason
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.summaries import STATISTICS, members_of
from hub.rooms.monitoring.report.charts import Frame, shorten
from hub.rooms.monitoring.report.sections import words

SCORE_DIGITS = 1


@dataclass(frozen=True)
class Reading:
    """A run, read in one language."""

    run: Run
    language: str

    @cached_property
    def frame(self) -> Frame:
        return Frame(is_rtl(self.language), words.chart_words())

    @cached_property
    def scored(self) -> tuple[str, ...]:
        """Codes of the scored places, in the order of their names."""
        return tuple(sorted(self.run.places.in_scope, key=self.order))

    @cached_property
    def kept_out(self) -> tuple[tuple[str, Reason], ...]:
        """Codes of the places that are not scored, with the reason, in the order of their names."""
        both = zip(self.run.places.codes, self.run.places.kept_out, strict=True)
        return tuple(sorted(((code, reason) for code, reason in both if reason), key=lambda one: self.order(one[0])))

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """Codes of the scored places, best rank first."""
        return tuple(
            sorted(self.scored, key=lambda code: (self.run.rank(code, INDEX) or len(self.scored) + 1, self.order(code)))
        )

    @cached_property
    def tiers(self) -> Mapping[str, int]:
        """Place -> tier by the index; without places that have none."""
        bands = self.run.bands
        return (
            {}
            if bands is None
            else {code: int(tier) for code, tier in zip(bands.places, bands.tiers, strict=True) if tier}
        )

    def order(self, code: str) -> tuple[str, str]:
        """Where a place stands in an alphabetical list: accents do not count, codes settle ties."""
        return normalize("NFKD", self.run.places.name(code)).casefold(), code

    @cached_property
    def _score_at(self) -> tuple[Mapping[str, int], Mapping[str, int], list[list[float]]]:
        table = self.run.scores
        return _positions(table.places), _positions(table.nodes), table.values.tolist()

    def score(self, place: str, node: str) -> float | None:
        """As `Run.score`, for tens of thousands of cells."""
        rows, columns, values = self._score_at
        if place not in rows or node not in columns:
            return None
        value = values[rows[place]][columns[node]]
        return None if value != value else value

    @cached_property
    def _panel_at(self) -> tuple[Mapping[str, int], Mapping[str, int], list[list[int]]]:
        panel = self.run.panel
        return _positions(panel.places), _positions(panel.nodes), panel.cells.tolist()

    def selected(self, place: str, node: str) -> int:
        """Position of the selected observation, -1 where there is none with a value."""
        rows, columns, cells = self._panel_at
        if place not in rows or node not in columns:
            return -1
        position = cells[rows[place]][columns[node]]
        return position if position >= 0 and not np.isnan(self.run.observations.value[position]) else -1

    @cached_property
    def estimated(self) -> frozenset[tuple[str, str]]:
        """Place and indicator of every value that the imputation put in."""
        steps = [step for step in self.run.steps if step.name == "imputed"]
        return frozenset((cell.place, cell.node) for step in steps for cell in step.cells)

    @cached_property
    def areas(self) -> tuple[Node, ...]:
        return tuple(area for area in self.run.framework.areas if area.code in self.run.weights)

    def indicators_of(self, area: Node) -> tuple[Node, ...]:
        """Indicators under an area, in reading order, those that screening left out included."""
        framework = self.run.framework
        return tuple(node for node in framework.indicators if framework.area_of(node.code) == area)

    def place(self, code: str) -> str:
        return self.run.places.name(code)

    def name(self, node: Node) -> str:
        """Name of a node; areas with their number."""
        return (
            f"{node.number} {name_of(node, self.language)}"
            if node.kind == "area" and node.number
            else name_of(node, self.language)
        )

    def group(self, group: Group) -> str:
        return group.names.get(self.language) or group.names["en"]

    def unit(self, node: Node) -> str:
        """The unit in words; blank where the framework names none."""
        unit = self.run.framework.units.get(node.unit)
        return "" if unit is None else unit.symbol if unit.symbol == "%" else name_of(unit, self.language)

    def named_with_unit(self, node: Node) -> str:
        unit = self.unit(node)
        return f"{self.name(node)}, {unit}" if unit else self.name(node)

    def digits(self, node: Node) -> int:
        unit = self.run.framework.units.get(node.unit)
        return 1 if unit is None else unit.digits

    def stem(self, who: str, what: str) -> str:
        return self.run.key(who, what)

    def figure(self, value: float | None, who: str, what: str, aspect: str, *, digits: int = 0) -> Cell:
        """A figure with its key; a gap where there is no value."""
        key = self.run.key(who, what, aspect)
        return Gap(words.no_value(), key) if value is None else Figure(value, key, digits=digits)

    def statistic(self, who: str, node: Node, aspect: str) -> Cell:
        """A statistic of `engine/summaries.py`: of reported values for indicators, of scores for other nodes."""
        values = self._member_values(who, node)
        if aspect == "count":
            return self.figure(float(values.size), who, node.code, aspect)
        digits = self.digits(node) if node.kind == "indicator" else SCORE_DIGITS
        return self.figure(STATISTICS[aspect](values) if values.size else None, who, node.code, aspect, digits=digits)

    def _member_values(self, who: str, node: Node) -> NDArray[np.float64]:
        """As `summaries.member_values`, from arrays: a report asks two thousand times."""
        if (who, node.code) not in self._values:
            rows = self._rows_of(who)
            if node.kind == "indicator":
                values = self.run.panel.values[rows[0], self.run.panel.nodes.index(node.code)]
            else:
                values = self.run.scores.column(node.code)[rows[1]]
            self._values[who, node.code] = values[~np.isnan(values)]
        return self._values[who, node.code]

    @cached_property
    def _values(self) -> dict[tuple[str, str], NDArray[np.float64]]:
        return {}

    def _rows_of(self, who: str) -> tuple[list[int], list[int]]:
        members = members_of(self.run, who)
        panel, scores = _positions(self.run.panel.places), _positions(self.run.scores.places)
        return [panel[place] for place in members], [scores[place] for place in members if place in scores]

    def total(self, what: str, who: str = ALL, *, value: float | None = None) -> Cell:
        """A named total of the run."""
        return self.figure(float(self.run.counts[what]) if value is None else value, who, what, "count")

    def spread(self, node: str, places: tuple[str, ...] | None = None) -> tuple[float, float, float] | None:
        """Quartiles and median of the scores of places, for drawing; None where fewer than one has a score."""
        values = self.scores_of(node, places)
        return None if not values.size else tuple(np.percentile(values, (25, 50, 75)).tolist())  # type: ignore[return-value]

    def scores_of(self, node: str, places: tuple[str, ...] | None = None) -> NDArray[np.float64]:
        found = (self.score(place, node) for place in (self.scored if places is None else places))
        return np.array([score for score in found if score is not None])

    @cached_property
    def ends(self) -> tuple[float, float]:
        """Ends of the common scale: as the recipe sets them, else as far as the scores reach."""
        parameters = self.run.step("normalised").parameters
        if "low" in parameters and "high" in parameters:
            return float(parameters["low"]), float(parameters["high"])
        values = self.run.scores.values
        return float(np.floor(np.nanmin(values))), float(np.ceil(np.nanmax(values)))


def _positions(codes: tuple[str, ...]) -> dict[str, int]:
    return {code: position for position, code in enumerate(codes)}


def place_section(code: str) -> str:
    """Code of the section that has the profile of a place."""
    return f"place-{code}"


def group_section(code: str) -> str:
    """Code of the section about a group."""
    return f"group-{code}"


def ordered_names(reading: Reading, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows with their names fit for drawing."""
    return [{**row, "name": reading.frame.text(shorten(row["name"]))} for row in rows]
