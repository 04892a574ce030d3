"""The last page: everything that the brief stands on, so that somebody else can make it again."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from hub.commons.documents.document import Column, Row, Section, Table, Text
from hub.commons.documents.figures import write_day, write_figure
from hub.kit.figures import Figure
from hub.rooms.ageing.engine.demand.learners import LEARNER_STARTS
from hub.rooms.ageing.engine.outlook.learning import Learning
from hub.rooms.ageing.phrases.demand import (
    DEMAND_NOTES,
    LEARNER_GROUP_NAMES,
    SCENARIO_EXPLANATIONS,
    SCENARIO_NAMES,
    say_demand_note,
)
from hub.rooms.ageing.phrases.indicators import EXPLANATIONS
from hub.rooms.ageing.phrases.outlook import PARTS, say_assumption, say_interval
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.demand import DemandPage
from hub.rooms.ageing.report.outlook import Subject, day_of

# More files than these are counted, not told.
MOST_FILES = 8


def grounds_sections(subject: Subject, page: DemandPage | None) -> tuple[Section, ...]:
    """What was assumed, what the range means, how it was made, and from what. In the active language."""
    meant = Text((f"{EXPLANATIONS['interval']} {say_interval(subject.outlook.assumed)}",))
    return (
        Section("assumed", _("What this rests on"), 1, (_assumptions_table(subject, page),), opens_page=True),
        Section("range", _("What the range means"), 2, (meant,)),
        Section("made", _("How it was made, and from what"), 2, (_made_table(subject), _files_table(subject))),
        Section("sources", _("Figures of the country"), 2, (Text((_attribution(subject),)),)),
    )


def assumptions_of(subject: Subject, page: DemandPage | None) -> list[tuple[str, str]]:
    """Every assumption: which part of the computation it belongs to, and its sentence."""
    outlook = subject.outlook
    told = [(str(PARTS.get(one["part"], one["part"])), say_assumption(one)) for one in outlook.assumed]
    official = outlook.options.get("official", {})
    if official:
        written = words.listed([f"{year}: {_written(subject, total)}" for year, total in sorted(official.items())])
        beside = _("The projection is shown as it came; the totals stand beside it.")
        told.append((str(PARTS["total"]), f"{written}. {beside}"))
    return told if page is None else [*told, *_about_learning(subject, page)]


def _assumptions_table(subject: Subject, page: DemandPage | None) -> Table:
    columns = (Column(_("Part"), share=1.0), Column(_("What is assumed"), share=4.6))
    return Table(_("Every assumption"), columns, tuple(map(Row, assumptions_of(subject, page))))


def _about_learning(subject: Subject, page: DemandPage) -> list[tuple[str, str]]:
    """What is supposed about learners: nobody estimated it, and the reader can change it."""
    learning, part = page.look.learning, _("Learning")
    told = [
        f"{SCENARIO_NAMES[learning.scenario]}. {SCENARIO_EXPLANATIONS[learning.scenario]}",
        _("Learn, of a hundred people: %(shares)s. An assumption, not in the range.")
        % {"shares": _shares(subject, learning.participation)},
    ]
    told += _about_scenario(subject, learning)
    course = learning.course
    told.append(
        _("A learner takes %(courses)s courses a year; a group has %(size)s learners, a course %(hours)s taught hours.")
        % {
            "courses": _written(subject, course.courses_per_learner),
            "size": _written(subject, course.group_size),
            "hours": _written(subject, course.hours_per_course),
        }
    )
    told += [say_demand_note(one.code, one.parameters) for one in page.look.notes if one.part == "modes"]
    told.append(str(DEMAND_NOTES["districts"]))
    return [(part, sentence) for sentence in told]


def _about_scenario(subject: Subject, learning: Learning) -> list[str]:
    """What only one of the scenarios needs."""
    if learning.scenario == "cohort":
        told = {"shares": _shares(subject, learning.unhealthy)}
        return [_("Kept away by poor health, of a hundred people: %(shares)s.") % told]
    if learning.target is not None:
        told = {"shares": _shares(subject, learning.target), "year": str(learning.target_year)}
        return [_("Shall learn by %(year)s, of a hundred people: %(shares)s.") % told]
    return []


def _shares(subject: Subject, shares: tuple[float, ...]) -> str:
    """Shares by age in per cent."""
    named = zip(LEARNER_STARTS, shares, strict=True)
    return words.listed([f"{_written(subject, 100 * share)} ({LEARNER_GROUP_NAMES[start]})" for start, share in named])


def _written(subject: Subject, value: float) -> str:
    digits = next((digits for digits in (0, 1) if abs(round(value, digits) - value) < 1e-9), 2)
    return write_figure(Figure(float(value), digits=digits), subject.language)


def _made_table(subject: Subject) -> Table:
    outlook = subject.outlook
    method = _("Cohorts by single year of age, as the United Nations project; rates of the country fitted to the place")
    told = (
        (_("Base"), write_day(outlook.base_date, subject.language)),
        (_("Made on"), write_day(day_of(outlook), subject.language)),
        (_("Method"), f"{method} ({outlook.method})"),
        (_("Years"), f"{outlook.first_year}–{outlook.last_year}"),
        (_("Futures"), str(outlook.trajectories)),
        (_("Seed"), str(outlook.seed)),
        (_("Version of the Hub"), outlook.version),
        (_("Projection"), outlook.code),
    )
    columns = (Column(_("What"), share=1.0), Column(_("How"), share=4.6))
    return Table(
        _("How to make it again: the same files, settings and seed give the same figures"),
        columns,
        tuple(map(Row, told)),
    )


def _files_table(subject: Subject) -> Table:
    files = [one for one in subject.outlook.made_from if one.get("kind") != "national"]
    rows = [
        Row((one.get("name", ""), one.get("source", "") or "–", one.get("sha256", ""))) for one in files[:MOST_FILES]
    ]
    if not rows:
        rows = [Row((_("No files are recorded."), "", ""))]
    columns = (
        Column(_("File"), share=1.2),
        Column(_("Who counted"), share=1.2),
        Column(_("Fingerprint (SHA-256)"), share=3.9),
    )
    caption = _("Files of the place")
    if len(files) > MOST_FILES:
        caption = _("Files of the place: the first %(shown)s of %(number)s") % {
            "shown": MOST_FILES,
            "number": len(files),
        }
    return Table(caption, columns, tuple(rows))


def _attribution(subject: Subject) -> str:
    """Who published the figures of the country, under which licence, and what was done with them."""
    national: Mapping[str, Any] = next((one for one in subject.outlook.made_from if one.get("kind") == "national"), {})
    if not national.get("citation"):
        return _("Where the figures of the country come from is not recorded.")
    done = _(
        "Changed: brought to single ages and years and fitted to the place. The United Nations do not endorse this."
    )
    licence = _("Licence: %(licence)s.") % {"licence": national.get("licence", "")}
    return f"{national['citation']} {licence} {done}"
