"""Indicators: what each one means, where it comes from, which periods were used, and how far it reaches."""

from datetime import date

from django.utils.translation import gettext as _

from hub.commons.documents.document import Column, Row, Section, Table, Text
from hub.kit.years import read_period
from hub.rooms.monitoring.engine.framework import Node
from hub.rooms.monitoring.report.sections import words
from hub.rooms.monitoring.report.sections.reading import Reading
from hub.rooms.monitoring.report.sections.regions import indicator_range


def indicator_sections(reading: Reading) -> list[Section]:
    """One section an area."""
    text = Text(
        (
            _(
                "Every indicator with its definition, the way in which it counts, the kind of its source, the "
                "targets of the Sustainable Development Goals that it speaks to, and the periods that were used."
            ),
            _(
                "Periods differ between indicators, and sometimes between places: each place stands with its "
                "newest value."
            ),
        )
    )
    first = Section("indicators", _("Indicators"), 1, (text,), opens_page=True)
    return [first, *(_area(reading, area) for area in reading.areas)]


def _area(reading: Reading, area: Node) -> Section:
    nodes = reading.indicators_of(area)
    blocks = (_definitions(reading, area, nodes), _values(reading, area, nodes))
    return Section(f"area-{area.code}", reading.name(area), 2, blocks)


def _definitions(reading: Reading, area: Node, nodes: tuple[Node, ...]) -> Table:
    labels = (_("Indicator"), _("Definition"), _("Counts as"), _("Source"), _("SDG targets"), _("Periods used"))
    columns = tuple(Column(label, share=share) for label, share in zip(labels, (1.7, 3, 0.9, 1, 0.7, 1.1), strict=True))
    rows = tuple(
        Row(
            (
                reading.named_with_unit(node),
                node.definition.get(reading.language) or node.definition.get("en", ""),
                words.direction_word(node.direction),
                words.source_kind_word(node.source_kind),
                ", ".join(node.sdg_targets),
                _periods(reading, node),
            )
        )
        for node in nodes
    )
    return Table(_("%(area)s: what the indicators mean") % {"area": reading.name(area)}, columns, rows)


def _periods(reading: Reading, node: Node) -> str:
    """The oldest and the newest period used; one word where they are the same."""
    observations = reading.run.observations
    positions = [reading.selected(place, node.code) for place in reading.run.panel.places]
    used = {observations.periods[observations.period[position]] for position in positions if position >= 0}
    if not used:
        return words.no_value()
    ordered = sorted(used, key=_when)
    said = [words.period_word(period, reading.language) for period in (ordered[0], ordered[-1])]
    return said[0] if len(ordered) == 1 else _("%(oldest)s to %(newest)s") % {"oldest": said[0], "newest": said[1]}


def _when(text: str) -> tuple[date, date]:
    period = read_period(text)
    return period.end, period.start


def _values(reading: Reading, area: Node, nodes: tuple[Node, ...]) -> Table:
    columns = (
        Column(_("Indicator"), share=3.2),
        *(Column(label, "number", 0.9) for label in (_("Places with a value"), _("Lowest"), _("Median"), _("Highest"))),
    )
    rows = tuple(indicator_range(reading, node) for node in nodes)
    return Table(_("%(area)s: values of all places") % {"area": reading.name(area)}, columns, rows, home=True)
