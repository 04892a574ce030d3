"""Demand for learning on a page: the figures that come first, the chart by district, and what all of it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from hub.commons.documents.document import ChartBlock, Section, Table
from hub.commons.documents.figures import write_day
from hub.commons.documents.web import render_section
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.outlook.learning import LEVELS, DemandLook
from hub.rooms.ageing.phrases.demand import DEMAND_NAMES, DEMAND_UNITS, RANGE_EXPLANATIONS, say_demand_note
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.basis import Basis, Unit
from hub.rooms.ageing.report.capacities import Capacity, capacity_chart
from hub.rooms.ageing.report.changes import Change, Changes, change_chart
from hub.rooms.ageing.report.outlook import Subject, document_of

LOW, MIDDLE, HIGH = range(len(LEVELS))
# More districts than these make no page: those in which most lacks are shown, and the table to take away has all.
MOST_DISTRICTS = 20
FIRST = ("learners", "places", "groups", "hours")


@dataclass(frozen=True)
class DemandPage:
    """What is shown of a demand, in a language.

    year      the year of the facts and of the chart
    provided  what the places offered rest on, in the language; blank where none are known
    """

    look: DemandLook
    basis: Basis
    year: int
    provided: str = ""

    @property
    def at(self) -> int:
        return self.look.years.index(self.year)

    @property
    def shown(self) -> tuple[int, ...]:
        """Positions of the districts that the page has room for, in the order in which they are shown."""
        look = self.look
        if len(look.districts) <= MOST_DISTRICTS:
            return tuple(range(len(look.districts)))
        gap, demand = look.by_district.gap[self.at, :, MIDDLE], look.by_district.demand[self.at, :, MIDDLE]
        order = np.argsort(np.where(np.isfinite(gap), gap, -demand), kind="stable")
        return tuple(int(one) for one in order[:MOST_DISTRICTS])

    def told(self, quantiles: Array, unit: Unit) -> str:
        """A range in words; blank for a gap."""
        low, high = (unit.write(float(quantiles[end]), self.basis.language) for end in (LOW, HIGH))
        return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


@dataclass(frozen=True)
class Fact:
    """A figure that comes first: what it is, its range or value, its unit, and what to know about it."""

    label: str
    said: str
    unit: str
    note: str


def facts_of(page: DemandPage) -> list[Fact]:
    """The ranges of the shown year, each with the middle of the base year; then what is offered and what lacks."""
    look, language = page.look, page.basis.language
    with override(language):
        facts = []
        for name in FIRST:
            unit = unit_of(name)
            base = unit.write(float(look.totals[name][0, MIDDLE]), language)
            note = _("%(year)s: %(figure)s") % {"year": look.years[0], "figure": base}
            facts.append(Fact(_headed(name, page.year), page.told(look.totals[name][page.at], unit), unit.words, note))
        if look.has_offer:
            facts += _offered_and_lacking(page)
        return facts


def _offered_and_lacking(page: DemandPage) -> list[Fact]:
    look, unit, language = page.look, unit_of("places"), page.basis.language
    offered = Fact(
        _("Places offered"), unit.write(float(look.city.offered), language), unit.words, page.provided or _covered(look)
    )
    is_known = np.isfinite(look.lacking[page.at]).all()
    lacking = look.lacking[page.at] if is_known else np.maximum(-look.city.gap[page.at, ::-1], 0.0)
    chance = _("In %(number)s of 100 futures more is asked for than all together offer.") % {
        "number": round(100 * float(look.city.chance[page.at]))
    }
    return [
        offered,
        Fact(_headed("lacking", page.year), page.told(lacking, unit), unit.words, f"{_covered(look)} {chance}".strip()),
    ]


def _covered(look: DemandLook) -> str:
    """Which districts a sum holds; blank where it holds all."""
    count, known = len(look.districts), sum(look.covered)
    if count == known:
        return ""
    return ngettext("%(known)s of %(number)s district.", "%(known)s of %(number)s districts.", count) % {
        "known": known,
        "number": count,
    }


def _headed(name: str, year: int) -> str:
    return _("%(name)s, %(year)s") % {"name": name_of(name), "year": year}


def name_of(name: str) -> str:
    """What a figure is called where it stands beside places that are offered."""
    return str(DEMAND_NAMES["asked" if name == "places" else name])


def unit_of(name: str) -> Unit:
    """How figures of a name of `DEMAND_UNITS` are written."""
    return Unit(str(DEMAND_UNITS[name]), significant=words.GROUP_DIGITS)


def demand_charts(page: DemandPage) -> list[ChartBlock]:
    """Districts that tell what they offer, held against it; and those that do not, through the years."""
    look, balance = page.look, page.look.by_district
    told = [at for at in page.shown if np.isfinite(balance.offered[at])]
    untold = [at for at in page.shown if not np.isfinite(balance.offered[at])]
    charts = []
    if told:
        capacities = tuple(
            Capacity(
                look.districts[at], float(balance.offered[at]), *(float(one) for one in balance.demand[page.at, at])
            )
            for at in told
        )
        charts.append(capacity_chart(page.basis, page.year, capacities, code="chart-capacity"))
    if untold:
        charts.append(_asked_chart(page, untold))
    return charts


def _asked_chart(page: DemandPage, districts: list[int]) -> ChartBlock:
    with override(page.basis.language):
        title = _("%(place)s: learning places asked for by district, offer not known") % {"place": page.basis.place}
        rows = tuple(_change(page, at) for at in districts)
        changes = Changes(title, unit_of("places"), (page.look.years[0], page.year), rows)
    return change_chart(page.basis, changes, code="chart-asked")


def _change(page: DemandPage, at: int) -> Change:
    demand = page.look.by_district.demand[:, at]
    low, middle, high = (float(one) for one in demand[page.at])
    return Change(page.look.districts[at], float(demand[0, MIDDLE]), low, middle, high)


def rests_on(page: DemandPage) -> str:
    """What every figure of the page stands on, in one line."""
    with override(page.basis.language):
        told = _("Base: %(day)s. Source: %(source)s.") % {
            "day": write_day(page.basis.base, page.basis.language),
            "source": page.basis.source,
        }
        offered = _("Places offered: %(source)s.") % {"source": page.provided} if page.provided else ""
        return f"{told} {offered}".strip()


def tables_markup(subject: Subject, code: str, title: str, tables: Sequence[Table]) -> SafeString:
    """Tables as they stand on a page, under an anchor of their own."""
    section = Section(code, title, 1, tuple(tables))
    document = document_of(subject, [section], title=title)
    return render_section(document, section, trace_base="", heading=0)


def notes_of(look: DemandLook, language: str) -> list[str]:
    """What had to be left out or supposed about the places offered, in words."""
    with override(language):
        return [say_demand_note(note.code, note.parameters) for note in look.notes if note.part == "offer"]


def range_words(page: DemandPage, trajectories: int) -> list[str]:
    """What the interval means and where it comes from, in plain words."""
    with override(page.basis.language):
        told = (str(sentence) % {"number": trajectories} for sentence in RANGE_EXPLANATIONS)
        return [*chain(told, [page.basis.interval] if page.basis.interval else [])]
