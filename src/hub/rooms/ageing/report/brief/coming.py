"""The first page: what is coming, in ranges, and two drawings with their tables."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from hub.commons.documents.document import Block, Fact, Facts, Points, Section
from hub.rooms.ageing.phrases.indicators import INDICATOR_NAMES
from hub.rooms.ageing.report import words
from hub.rooms.ageing.report.basis import Basis
from hub.rooms.ageing.report.brief.people import people_chart
from hub.rooms.ageing.report.charts import HALF_WIDTH
from hub.rooms.ageing.report.fans import fan_chart
from hub.rooms.ageing.report.outlook import HIGH, LOW, MEDIAN, Subject, basis_of, fan_of, pyramids_of, unit_of

FIRST = ("pop65", "pct65", "oadr65_20_64")
THEN = ("pop", "pop80", "median_age")
DRAWN = "pop65"
# Councils look to the middle of the century.
FAR = 2050


def coming_sections(subject: Subject) -> tuple[Section, ...]:
    """What is coming, then people by age beside older people through the years. In the active language."""
    year = later_year(subject)
    facts = Facts(tuple(_fact(subject, item, year) for item in FIRST))
    meant = _("Four of five futures fall between the two numbers, one of ten below and one of ten above.")
    basis = captions_of(subject)
    pyramid = people_chart(basis, pyramids_of(subject), year, code="chart-people")
    fan = fan_chart(basis, replace(fan_of(subject, DRAWN), width=HALF_WIDTH), code=f"chart-{DRAWN}")
    points = Points((meant, *(_sentence(subject, item, year) for item in THEN)))
    drawn: Sequence[Block] = (pyramid, fan, points)
    return (
        Section("coming", _("What is coming"), 1, (facts,)),
        Section("people", _("Who lives here, today and then"), 2, tuple(drawn), beside=1),
    )


def later_year(subject: Subject) -> int:
    """The year of the tables that is nearest to the middle of the century."""
    return min(subject.years_shown()[1:] or subject.years_shown(), key=lambda year: abs(year - FAR))


def captions_of(subject: Subject) -> Basis:
    """What captions say: where the interval comes from stands on the last page, once."""
    return replace(basis_of(subject), interval="")


def range_of(subject: Subject, item: str, year: int) -> str:
    """The ends of the 80 % interval in words; the word for none where there is none."""
    unit = unit_of(item)
    low, high = (unit.write(subject.figure(item, year, end), subject.language) for end in (LOW, HIGH))
    if not low or not high:
        return words.no_value()
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _today(subject: Subject, item: str) -> str:
    written = unit_of(item).write(subject.figure(item, subject.summary.years[0], MEDIAN), subject.language)
    return written or words.no_value()


def _fact(subject: Subject, item: str, year: int) -> Fact:
    return Fact(
        label=_("%(name)s, %(year)s") % {"name": INDICATOR_NAMES[item], "year": year},
        said=range_of(subject, item, year),
        unit=unit_of(item).words,
        remark=_("%(year)s: %(figure)s") % {"year": subject.summary.years[0], "figure": _today(subject, item)},
        key=f"{subject.key(item)}:{year}",
    )


def _sentence(subject: Subject, item: str, year: int) -> str:
    return _("%(name)s: %(range)s in %(year)s, after %(today)s in %(base)s.") % {
        "name": INDICATOR_NAMES[item],
        "range": range_of(subject, item, year),
        "year": year,
        "today": _today(subject, item),
        "base": subject.summary.years[0],
    }
