"""Everything about an outlook as sheets of a workbook, in the reader's language."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from hub.commons.documents.figures import is_rtl, write_day
from hub.rooms.ageing.engine.ages import AGES, GROUP_STARTS, SEXES, Array
from hub.rooms.ageing.engine.demand.capacity import MODES
from hub.rooms.ageing.engine.groups import spans_of
from hub.rooms.ageing.engine.indicators.registry import INDICATORS
from hub.rooms.ageing.engine.outlook.learning import Balance, DemandLook
from hub.rooms.ageing.files.medium import Medium, medium_of
from hub.rooms.ageing.files.packing import Results
from hub.rooms.ageing.files.workbook import Sheet, write_workbook
from hub.rooms.ageing.models import Outlook
from hub.rooms.ageing.phrases.demand import DEMAND_NAMES, DEMAND_UNITS, MODE_NAMES, SCENARIO_NAMES, say_demand_note
from hub.rooms.ageing.phrases.indicators import INDICATOR_NAMES, INDICATOR_VARIANTS, UNIT_NAMES
from hub.rooms.ageing.phrases.outlook import PARTS, say_assumption, say_interval

Rows = Iterator[Sequence[Any]]


def figures_workbook(outlook: Outlook, results: Results, language: str, demand: DemandLook | None = None) -> bytes:
    """The workbook; the same bytes for the same outlook, language and demand."""
    with override(language):
        medium = medium_of(results)
        sheets = [
            _about(outlook, results, language),
            _indicators(results),
            _pyramids(results),
            _middle_indicators(medium),
            _middle_people(medium),
            _assumptions(outlook),
            _sources(outlook),
        ]
        if results.districts:
            sheets.append(_districts(outlook, results))
        if demand is not None:
            sheets += [_demand(demand), _demand_assumptions(demand)]
        title = _("How %(name)s ages: all figures") % {"name": outlook.place.name}
        return write_workbook(sheets, title=title, moment=outlook.made_at, rtl=is_rtl(language))


def _about(outlook: Outlook, results: Results, language: str) -> Sheet:
    """What this is, so that the file can be read without the site."""
    national: dict[str, Any] = next((one for one in outlook.made_from if one.get("kind") == "national"), {})
    rows = [
        (_("Place"), outlook.place.name),
        (_("Base"), write_day(outlook.base_date, language)),
        (_("Made on"), write_day(outlook.made_at.date(), language)),
        (_("Years"), f"{outlook.first_year}–{outlook.last_year}"),
        (_("Method"), outlook.method),
        (_("Projection"), outlook.code),
        (_("Version of the Hub"), outlook.version),
        (_("Seed"), str(outlook.seed)),
        (_("Futures"), outlook.trajectories),
        (_("What the range means"), say_interval(outlook.assumed)),
        (_("Quantiles"), ", ".join(_percent(one) for one in results.summary.probabilities)),
        (_("Figures of the country"), f"{national.get('citation', '')} {national.get('licence', '')}".strip()),
        (_("Trap"), _("Quantiles of age groups do not add up to those of the total.")),
    ]
    if outlook.place.is_synthetic:
        synthetic = _("Synthetic figures: invented for demonstration, they say nothing about any real city.")
        rows.insert(0, (_("Note"), synthetic))
    return Sheet(_("Read this first"), (_("What"), _("How")), rows, (28, 70))


def _indicators(results: Results) -> Sheet:
    summary = results.summary
    heads = (_("Year"), _("Code"), _("Name"), _("Unit"), *map(_percent, summary.probabilities))

    def rows() -> Rows:
        for at, item in enumerate(summary.items):
            for number, year in enumerate(summary.years):
                yield year, item, _name(item), _unit(item), *map(float, summary.values[at, number])

    return Sheet(_("Figures with ranges"), heads, rows(), (8, 16, 38, 16))


def _pyramids(results: Results) -> Sheet:
    summary = results.summary
    heads = (_("Year"), _("Sex"), _("Age"), *map(_percent, summary.probabilities))
    names, groups = _sexes(), [span.text for span in spans_of(GROUP_STARTS)]

    def rows() -> Rows:
        for number, year in enumerate(summary.years):
            for sex, name in enumerate(names):
                for group, ages in enumerate(groups):
                    yield year, name, ages, *map(float, summary.pyramids[number, sex, group])

    return Sheet(_("People by age, ranges"), heads, rows(), (8, 10, 10))


def _middle_indicators(medium: Medium) -> Sheet:
    heads = (_("Code"), _("Name"), _("Meaning"), _("Unit"), _("Formula"), _("Defined by"), *map(str, medium.years))

    def rows() -> Rows:
        for code, values in medium.indicators.items():
            told = INDICATORS[code]
            means = str(INDICATOR_VARIANTS[code])
            yield code, _name(code), means, _unit(code), told.variant, told.source, *map(float, values)

    return Sheet(_("Middle way, indicators"), heads, rows(), (22, 38, 50, 16, 30, 36))


def _middle_people(medium: Medium) -> Sheet:
    """Single ages on 1 July."""
    ages = [*map(str, range(AGES - 1)), f"{AGES - 1}+"]

    def rows() -> Rows:
        for number, year in enumerate(medium.years):
            for sex, name in enumerate(_sexes()):
                yield year, name, *map(float, medium.people[number, sex])

    return Sheet(_("Middle way, single ages"), (_("Year"), _("Sex"), *ages), rows(), (8, 10))


def _assumptions(outlook: Outlook) -> Sheet:
    rows: list[Sequence[Any]] = [
        (str(PARTS.get(one["part"], one["part"])), one["code"], say_assumption(one)) for one in outlook.assumed
    ]
    for year, total in sorted(outlook.options.get("official", {}).items()):
        rows.append((str(PARTS["total"]), "official", f"{year}: {total:g}"))
    return Sheet(_("Assumptions"), (_("Part"), _("Code"), _("What is assumed")), rows, (28, 30, 70))


def _sources(outlook: Outlook) -> Sheet:
    """The files of the place with their fingerprints, then what was published for the country."""
    rows: list[Sequence[Any]] = []
    for one in outlook.made_from:
        if one.get("kind") == "national":
            rows += [("national", name, str(told), "") for name, told in one.items() if name != "kind"]
        else:
            rows.append(tuple(str(one.get(name, "")) for name in ("kind", "name", "source", "sha256")))
    heads = (_("Kind"), _("File"), _("Who counted"), _("Fingerprint (SHA-256)"))
    return Sheet(_("Files and sources"), heads, rows, (14, 34, 60, 66))


def _districts(outlook: Outlook, results: Results) -> Sheet:
    groups = [span.text for span in spans_of(results.starts)]

    def rows() -> Rows:
        for name, people in zip(results.districts, results.by_district, strict=True):
            yield name, *map(float, people)

    head = _("District, people on %(day)s") % {"day": outlook.base_date.isoformat()}
    return Sheet(_("Districts"), (head, *groups), rows(), (34,))


def _demand(look: DemandLook) -> Sheet:
    """Every figure of the demand: a blank district or way to come is all of them together."""
    heads = (
        *(_("Year"), pgettext("part of a city", "District"), _("Way to come"), _("What"), _("Unit")),
        *map(_percent, look.levels),
    )

    def rows() -> Rows:
        for name, totals in look.totals.items():
            for at, year in enumerate(look.years):
                yield year, "", "", str(DEMAND_NAMES[name]), str(DEMAND_UNITS[name]), *map(float, totals[at])
        yield from _balance_rows(look, look.city, "", "", ())
        for mode, code in enumerate(MODES):
            yield from _balance_rows(look, look.by_mode, "", str(MODE_NAMES[code]), (mode,))
        for number, district in enumerate(look.districts):
            yield from _balance_rows(look, look.by_district, district, "", (number,))
            for mode, code in enumerate(MODES):
                yield from _balance_rows(look, look.cells, district, str(MODE_NAMES[code]), (number, mode))

    return Sheet(_("Learning places"), heads, rows(), (8, 28, 28, 36, 18))


def _balance_rows(look: DemandLook, balance: Balance, district: str, mode: str, at: tuple[int, ...]) -> Rows:
    unit = str(DEMAND_UNITS["places"])
    for number, year in enumerate(look.years):
        told: tuple[tuple[str, Array], ...] = (
            (str(DEMAND_NAMES["places"]), balance.demand[(number, *at)]),
            (str(DEMAND_NAMES["gap"]), balance.gap[(number, *at)]),
        )
        for name, quantiles in told:
            yield year, district, mode, name, unit, *map(float, quantiles)


def _demand_assumptions(look: DemandLook) -> Sheet:
    learning = look.learning
    rows: list[Sequence[Any]] = [("scenario", str(SCENARIO_NAMES[learning.scenario]))]
    rows += [("participation", *learning.participation), ("unhealthy", *learning.unhealthy)]
    if learning.target is not None:
        rows += [("target", *learning.target), ("target_year", learning.target_year)]
    course = learning.course
    rows += [
        ("courses", course.courses_per_learner),
        ("group_size", course.group_size),
        ("hours", course.hours_per_course),
    ]
    rows.append(("modes", *look.modes))
    rows += [(one.code, say_demand_note(one.code, one.parameters)) for one in look.notes]
    return Sheet(_("Learning, supposed"), (_("Code"), _("What is supposed")), rows, (24, 70))


def _name(item: str) -> str:
    return str(INDICATOR_NAMES.get(item) or FLOWS[item]())


def _unit(item: str) -> str:
    if item in INDICATORS:
        return str(UNIT_NAMES[INDICATORS[item].unit])
    return _("children per woman") if item == "tfr" else str(UNIT_NAMES["persons"])


# What a projection keeps beside the indicators.
FLOWS = {
    "pop_dec31": lambda: _("Population on 31 December"),
    "births": lambda: _("Births"),
    "deaths": lambda: _("Deaths"),
    "migration": lambda: _("Net migration"),
    "tfr": lambda: _("Children per woman"),
}


def _sexes() -> tuple[str, ...]:
    return (pgettext("people", "Men"), pgettext("people", "Women"))[: len(SEXES)]


def _percent(probability: float) -> str:
    return f"{100 * probability:g} %"
