"""The words of the drawings: legends, headings of tables, and the sentences that captions and alternatives are made of."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hub.commons.documents.figures import LEFT_TO_RIGHT, is_rtl, write_day
from hub.rooms.ageing.engine.ages import GROUP_STARTS
from hub.rooms.ageing.engine.groups import spans_of
from hub.rooms.ageing.report.basis import Basis, Unit

# Figures of single groups are told to three digits, totals to four: a projection does not know more.
GROUP_DIGITS, TOTAL_DIGITS = 3, 4


def persons() -> Unit:
    """Totals of people."""
    return Unit(_("persons"), significant=TOTAL_DIGITS)


def group_persons() -> Unit:
    """People of one sex and age group."""
    return Unit(_("persons"), significant=GROUP_DIGITS)


def percent() -> Unit:
    """Shares of a hundred."""
    return Unit("%", digits=1)


def places_unit() -> Unit:
    """Places in courses."""
    return Unit(pgettext("what is counted", "learning places"), significant=GROUP_DIGITS)


def sexes() -> tuple[str, str]:
    """Men and women, in the order of the arrays."""
    return pgettext("people", "Men"), pgettext("people", "Women")


def group_names(language: str, starts: tuple[int, ...] = GROUP_STARTS) -> tuple[str, ...]:
    """Names of age groups, from left to right in every language; the last one is open."""
    mark = LEFT_TO_RIGHT if is_rtl(language) else ""
    return tuple(f"{mark}{span.text}{mark}" for span in spans_of(starts))


def middle_word(*, has_range: bool) -> str:
    """The name of the single figure."""
    return _("median") if has_range else _("projected")


def interval(percent_inside: int) -> str:
    """The name of an interval."""
    return {80: _("80% interval"), 95: _("95% interval")}[percent_inside]


def interval_ends(percent_inside: int) -> tuple[str, str]:
    """Headings of the two columns of an interval."""
    return {
        80: (_("80% interval, from"), _("80% interval, to")),
        95: (_("95% interval, from"), _("95% interval, to")),
    }[percent_inside]


def range_heads(*, has_range: bool) -> tuple[str, ...]:
    """Headings of the columns of a figure: the ends of the 80 % interval around the median, or the one figure."""
    low, high = interval_ends(80)
    middle = middle_word(has_range=has_range)
    return (low, middle, high) if has_range else (middle,)


def headed(group: str, head: str) -> str:
    """Heading of a column that belongs to a group of columns."""
    return _("%(group)s: %(head)s") % {"group": group, "head": head}


def rounded(title: str, digits: int) -> str:
    """Title of a table whose persons are rounded."""
    said = _("rounded to %(digits)s digits") % {"digits": digits}
    return f"{title} ({said})"


def sentence(title: str) -> str:
    """A title as a sentence of its own."""
    return pgettext("a title as a sentence", "%(title)s.") % {"title": title}


def caption(basis: Basis, title: str, *, has_range: bool, told: str = "") -> str:
    """What is shown, what it tells in a sentence, and what it rests on."""
    stands_on = _("Base: %(day)s. Source: %(source)s.") % {
        "day": write_day(basis.base, basis.language),
        "source": basis.source,
    }
    parts = (sentence(title), told, basis.day, stands_on, *range_sentences(basis, has_range=has_range))
    return " ".join(filter(None, parts))


def range_sentences(basis: Basis, *, has_range: bool) -> tuple[str, ...]:
    """What the interval means and where it comes from."""
    if not has_range:
        return (_("One future only was computed, so no interval is shown."),)
    meant = _("The 80% interval holds 80 of 100 projected futures.")
    return (meant, basis.interval) if basis.interval else (meant,)


def people_title(basis: Basis) -> str:
    return _("%(place)s: people by age and sex") % {"place": basis.place}


def in_year(title: str, year: int | str) -> str:
    """year  or a name in braces, for what the page fills in"""
    return pgettext("a title and its year", "%(title)s, %(year)s") % {"title": title, "year": year}


def older_pattern(*, has_range: bool) -> str:
    """The share of people aged 65 and over, with names in braces that the page fills in too."""
    if has_range:
        return _("{year}: {low}% to {high}% of the people are 65 or over (80% interval; median {median}%).")
    return _("{year}: {median}% of the people are 65 or over.")


def older_sentence(year: int, told: tuple[str, ...]) -> str:
    """told  low, median, high, or the median alone"""
    low, median, high = told[0], told[len(told) // 2], told[-1]
    return older_pattern(has_range=len(told) == 3).format(year=year, low=low, median=median, high=high)


def largest_groups(men: tuple[str, str], women: tuple[str, str]) -> str:
    """men, women  name of the group and its median"""
    return _(
        "By the medians most men are aged %(men_age)s (%(men)s persons) and most women %(women_age)s (%(women)s persons)."
    ) % {"men_age": men[0], "men": men[1], "women_age": women[0], "women": women[1]}


def no_value() -> str:
    return _("no value")


def rows_counted(number: int) -> str:
    return _("Rows: %(number)s.") % {"number": number}


def definition_word(definition: str) -> str:
    """How something was measured, in the few letters that the head of a column has room for."""
    return {
        "perception": pgettext("definition of an indicator", "perceived"),
        "objective": pgettext("definition of an indicator", "objective"),
        "own": pgettext("definition of an indicator", "own definition"),
    }[definition]


def with_unit(value: str, unit: str) -> str:
    """A written value with its unit: percent, years, or a rate, which has none."""
    if unit == "percent":
        return _("%(value)s%%") % {"value": value}
    return _("%(value)s years") % {"value": value} if unit == "years" else value


def listed(names: Sequence[str]) -> str:
    """Names in a row, as the language divides them."""
    return pgettext("between the names of a list", ", ").join(names)
