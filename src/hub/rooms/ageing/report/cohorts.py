"""What two counts alone say, and the outlook beside official totals: both sections of the page of a place."""

from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import override

from hub.commons.documents.document import Block, Column, Note, Row, Section, Table, Text
from hub.commons.documents.figures import write_day
from hub.rooms.ageing.engine.ages import OPEN_AGE, people_between
from hub.rooms.ageing.engine.city.consistency import made_consistent
from hub.rooms.ageing.engine.outlook.cohorts import CohortLook
from hub.rooms.ageing.engine.project.cohort import project
from hub.rooms.ageing.report.outlook import HIGH, LOW, Subject
from hub.rooms.ageing.report.words import percent, persons


def cohorts_section(look: CohortLook, language: str) -> Section:
    """A second way to look ahead, without any rates: how cohorts changed between two counts, for at most 20 years."""
    with override(language):
        told = _(
            "From the counts of %(first)s and %(last)s alone: each cohort goes on to change as it did between them (Hamilton-Perry). "
            "It needs no rates of the country, is never shown beyond 20 years, and has no interval: the ends are how far such "
            "projections have missed on average in 156 countries, and towns miss by more."
        ) % {"first": write_day(look.first, language), "last": write_day(look.last, language)}
        warned = _("Children under 5 follow from a ratio to women alone: plan no childcare or school from them.")
        blocks: tuple[Block, ...] = (Text((told,)), _cohorts_table(look, language), Note("warning", warned))
        return Section("cohorts", _("A second way: two counts alone"), 1, blocks)


def _cohorts_table(look: CohortLook, language: str) -> Table:
    names = {"pop": _("Population"), "pop65": _("People of 65 and over"), "children": _("Children under 5")}
    raked = bool(np.isfinite(look.official).any())
    columns = [
        Column(_("Year"), share=0.8),
        Column(_("Figure"), share=2.2),
        Column(_("lower end"), "number"),
        Column(_("upper end"), "number"),
    ]
    columns += [Column(_("held to the official total"), "number", 1.4)] if raked else []
    rows = []
    for at, year in enumerate(look.years):
        for what, name in names.items():
            band, unit = look.bands[what], persons()
            cells = [
                str(year),
                name,
                unit.write(float(band.low[at]), language),
                unit.write(float(band.high[at]), language),
            ]
            cells += [unit.write(float(look.people(what, raked=True)[at]), language)] if raked else []
            rows.append(Row(tuple(cells)))
    return Table(_("Cohorts carried on from two counts"), tuple(columns), tuple(rows))


def official_section(subject: Subject) -> Section | None:
    """The outlook beside official totals: as it came, and held to them; None where none were given."""
    official = subject.results.official
    if not len(official) or not np.isfinite(official).any():
        return None
    projection = project(subject.results.future.inputs)
    both = made_consistent(projection.mid_year(), official)
    raw, raked = (people_between(people, 65, OPEN_AGE).sum(axis=-1) for people in (both.raw, both.raked))
    with override(subject.language):
        unit, share, rows = persons(), percent(), []
        for at in np.flatnonzero(both.is_official):
            year = subject.summary.years[at]
            ends = [unit.write(subject.figure("pop", year, end), subject.language) for end in (LOW, HIGH)]
            rest = (official[at], raw[at], raked[at])
            cells = [str(year), *ends, *(unit.write(float(one), subject.language) for one in rest)]
            rows.append(Row((*cells, share.write(float(both.percent[at]), subject.language))))
        table = Table(_("Beside the official projection of the total"), _official_columns(), tuple(rows))
        told = _(
            "Held to the official total, every age is scaled alike: the number of people changes, the structure does not. "
            "A large difference says that the two rest on different bases, boundaries or dates."
        )
        return Section("official", _("Beside the official projection"), 1, (table, Text((told,))))


def _official_columns() -> tuple[Column, ...]:
    labels: Sequence[str] = (
        _("population, from"),
        _("population, to"),
        _("official total"),
        _("65 and over, as projected"),
        _("65 and over, held to the total"),
        _("projected less official, per cent"),
    )
    return (Column(_("Year"), share=0.8), *(Column(label, "number") for label in labels))
