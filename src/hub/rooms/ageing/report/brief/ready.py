"""The third page, second part: how ready the place is, as far as that is measured."""

from django.utils.translation import gettext as _

from hub.commons.documents.document import Block, Section, Table, Text
from hub.commons.documents.figures import write_figure
from hub.kit.figures import Figure
from hub.rooms.ageing.engine.readiness.active_ageing import EMPTY
from hub.rooms.ageing.phrases.readiness import (
    ACTIVE_AGEING_NAMES,
    ACTIVE_AGEING_RESULTS,
    AGE_FRIENDLY_DOMAINS,
    AGE_FRIENDLY_NAMES,
)
from hub.rooms.ageing.queries.readings import Readiness
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.charts import table_of

# More names than these are counted, not told.
MOST_NAMES = 6


def readiness_section(readiness: Readiness | None, language: str) -> Section:
    """Coverage of the age-friendly indicators beside the Active Ageing Index. In the active language."""
    title = _("How ready the city is")
    if readiness is None or not readiness.said:
        told = _(
            "Nothing is written down yet. Enter what is measured on the page “Readiness”: each figure with its year, its "
            "source and how far to trust it."
        )
        return Section("readiness", title, 1, (Text((told,)),))
    blocks: tuple[Block, ...] = (
        _coverage_table(readiness),
        Text((_measured(readiness), _not_measured(readiness))),
        _active_table(readiness, language),
        Text(tuple(filter(None, (_result(readiness, language), _missing(readiness))))),
    )
    return Section("readiness", title, 1, blocks, beside=2)


def _coverage_table(readiness: Readiness) -> Table:
    columns = [(_("Age-friendly city"), 2.6), (_("Core"), 1.2), (_("Supplementary"), 1.6)]
    rows = [
        [
            str(AGE_FRIENDLY_DOMAINS[one.domain]),
            _parts(one.core_measured, one.core_of),
            _parts(one.supplementary_measured, one.supplementary_of),
        ]
        for one in readiness.age_friendly.domains
    ]
    return table_of(_("How many indicators are measured, by domain"), columns, rows)


def _parts(measured: int, of: int) -> str:
    return _("%(measured)s of %(of)s") % {"measured": measured, "of": of} if of else "–"


def _measured(readiness: Readiness) -> str:
    coverage = readiness.age_friendly.coverage
    return _("%(measured)s of %(of)s core indicators are measured; there is no overall score.") % {
        "measured": coverage.core_measured,
        "of": coverage.core_of,
    }


def _not_measured(readiness: Readiness) -> str:
    """Core indicators without a value, by name."""
    entries = [
        one for one in readiness.age_friendly.entries if one.indicator.kind == "core" and one.status != "measured"
    ]
    names = [str(AGE_FRIENDLY_NAMES[one.indicator.code]) for one in entries]
    return (
        _("Not measured yet: %(names)s.") % {"names": named(names)} if names else _("All core indicators are measured.")
    )


def named(names: list[str]) -> str:
    """Names in a row; how many more there are where they are many."""
    if len(names) <= MOST_NAMES:
        return words.listed(names)
    return _("%(names)s and %(number)s more") % {
        "names": words.listed(names[:MOST_NAMES]),
        "number": len(names) - MOST_NAMES,
    }


def _active_table(readiness: Readiness, language: str) -> Table:
    columns = [(_("Active ageing"), 2.6), (_("From 0 to 100"), 1.2), (_("Known"), 1.2)]
    rows = [
        [
            str(ACTIVE_AGEING_NAMES[one.code]),
            _score(one.score, language) or words.no_value(),
            _parts(one.known, one.of),
        ]
        for one in readiness.active_ageing.domains
    ]
    return table_of(_("Active ageing by domain"), columns, rows)


def _score(score: float | None, language: str) -> str:
    return "" if score is None else write_figure(Figure(score), language)


def _result(readiness: Readiness, language: str) -> str:
    """What may be said of the whole: an index only where enough is known."""
    result = readiness.active_ageing
    said = str(ACTIVE_AGEING_RESULTS[result.code]) % {"known": result.known, "of": result.of}
    if result.code == EMPTY:
        return said
    return _("%(said)s The figure: %(score)s.") % {"said": said, "score": _score(result.score, language)}


def _missing(readiness: Readiness) -> str:
    result = readiness.active_ageing
    if result.code == EMPTY or not result.missing:
        return ""
    return _("Not known: %(names)s.") % {"names": named([str(ACTIVE_AGEING_NAMES[one]) for one in result.missing])}
