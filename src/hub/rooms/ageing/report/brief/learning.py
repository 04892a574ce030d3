"""The third page, first part: learning places by district, or what to send so that they can be told."""

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hub.commons.documents.document import Block, ChartBlock, Fact, Facts, Points, Section, Table, Text
from hub.rooms.ageing.engine.outlook.learning import Balance
from hub.rooms.ageing.report.brief.coming import captions_of
from hub.rooms.ageing.report.capacities import Capacity, capacity_chart
from hub.rooms.ageing.report.charts import table_of
from hub.rooms.ageing.report.demand import HIGH, LOW, MIDDLE, DemandPage, facts_of, notes_of, unit_of
from hub.rooms.ageing.report.outlook import Subject

# A page has no room for more; the spreadsheet has all.
MOST_DISTRICTS, MOST_FACTS = 7, 3


def learning_section(subject: Subject, page: DemandPage | None) -> Section:
    """Learning places that older people will ask for. In the active language."""
    title = _("Learning places for older people")
    if page is None:
        return Section("learning", title, 1, _what_to_send(), opens_page=True)
    look = page.look
    told = np.isfinite(look.by_district.offered)
    blocks: list[Block] = [_facts(page)]
    if told.any():
        chosen = _most_lacking(page, np.flatnonzero(told))
        capacities = tuple(_capacity(look.districts[at], look.by_district, page.at, (at,)) for at in chosen)
        blocks.append(_chart(subject, page, capacities))
    else:
        chosen = _most_lacking(page, np.arange(len(told)))
        if look.has_offer:
            city = _capacity(subject.outlook.place.name, look.city, page.at, ())
            blocks.append(_chart(subject, page, (city,)))
        blocks += [_asked_table(page, chosen), *([] if look.has_offer else _what_to_send())]
    notes = _left_out(len(chosen), int(told.sum()) or len(told))
    if look.has_offer:
        notes += notes_of(look, subject.language)
    return Section("learning", title, 1, (*blocks, *([Text(tuple(notes))] if notes else [])), opens_page=True)


def _facts(page: DemandPage) -> Facts:
    """What is asked for first; what is offered and what lacks beside it where that is known."""
    facts = facts_of(page)
    kept = [facts[1], *facts[-2:]] if page.look.has_offer else facts[:MOST_FACTS]
    return Facts(tuple(Fact(one.label, one.said, unit=one.unit, remark=one.note) for one in kept))


def _most_lacking(page: DemandPage, known: np.ndarray) -> list[int]:  # type: ignore[type-arg]
    """Positions of districts in their order; only those in which most lacks, or most is asked for, where they are many."""
    balance = page.look.by_district
    gap, demand = balance.gap[page.at, known, MIDDLE], balance.demand[page.at, known, MIDDLE]
    order = np.argsort(np.where(np.isfinite(gap), gap, -demand), kind="stable")[:MOST_DISTRICTS]
    return sorted(int(known[at]) for at in order)


def _capacity(name: str, balance: Balance, at: int, place: tuple[int, ...]) -> Capacity:
    low, middle, high = (float(one) for one in balance.demand[(at, *place)])
    return Capacity(name, float(balance.offered[place]), low, middle, high)


def _chart(subject: Subject, page: DemandPage, capacities: tuple[Capacity, ...]) -> ChartBlock:
    return capacity_chart(captions_of(subject), page.year, capacities)


def _asked_table(page: DemandPage, chosen: list[int]) -> Table:
    """What districts ask for, where nobody told what they offer."""
    look, unit, language = page.look, unit_of("places"), page.basis.language
    columns = [(pgettext("part of a city", "District"), 2.0), (str(look.years[0]), 1.0)]
    columns += [
        (head % {"year": page.year}, 1.0) for head in (_("%(year)s, from"), _("%(year)s, middle"), _("%(year)s, to"))
    ]
    rows = []
    for at in chosen:
        demand = look.by_district.demand[:, at]
        told = (demand[0, MIDDLE], *(demand[page.at, end] for end in (LOW, MIDDLE, HIGH)))
        rows.append([look.districts[at], *(unit.write(float(value), language) for value in told)])
    return table_of(_("Places in courses asked for by district, %(year)s") % {"year": page.year}, columns, rows)


def _left_out(shown: int, known: int) -> list[str]:
    missing = known - shown
    if missing < 1:
        return []
    told = ngettext(
        "%(number)s more district is in the spreadsheet.", "%(number)s more districts are in the spreadsheet.", missing
    )
    shown_first = _("Those are shown in which most lacks or most is asked for.")
    return [f"{shown_first} {told % {'number': missing}}"]


def _what_to_send() -> tuple[Text, Points]:
    """What makes this page whole."""
    return (
        Text((_("What is offered is not known yet. With these two tables this page shows where places will lack:"),)),
        Points(
            (
                _("People by age, sex and district: the table of people with a column for the district."),
                _(
                    "Learning places for older people: a row for each district and way to come (on foot, by public "
                    "transport, online), with the number of places a year."
                ),
            )
        ),
    )
