"""What was assumed on the way to an outlook, and what can go wrong on it, said to people."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hub.commons.documents.figures import write_day
from hub.commons.languages.phrases import Phrase, lenient, written

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
PARTS: Mapping[str, Promise] = {
    "base": _("The people to start from"),
    "fertility": _("Births"),
    "mortality": _("Deaths"),
    "migration": _("Moves"),
    "interval": _("The range"),
    "total": _("Official totals"),
}
ASSUMPTIONS: Mapping[str, Promise] = {
    "base_brought_forward": _(
        "The people counted on %(day)s were aged to 1 January %(year)s with the births, deaths and moves "
        "that the rates give for the time between."
    ),
    "sexes_as_in_country": _("The table does not tell men from women; at each age they are divided as in the country."),
    "open_age_as_in_country": _(
        "People of %(age)s and over are divided among older ages as in the country at the nearest date that its "
        "figures have."
    ),
    "single_ages_as_in_country": _(
        "Within five-year groups, single ages follow the country’s, as smoothly as the groups allow."
    ),
    "fertility_from_births": _(
        "Registered births are %(ratio)s times those that the country’s rates give for the women of the "
        "city; this difference fades slowly."
    ),
    "fertility_from_children": _(
        "No births were sent: children under 5 for each woman from 15 to 49 are %(ratio)s times the "
        "country’s, and births are taken to differ as much; this difference fades slowly."
    ),
    "fertility_of_country": _(
        "The place has fewer than %(women)s women from 15 to 49, too few to tell its own: births are the country’s at each age."
    ),
    "mortality_of_country": _("No deaths were sent: death rates are the country’s."),
    "mortality_from_deaths": _(
        "Registered deaths are %(factor)s times those that the country’s rates give for the people of the "
        "city (weight %(weight)s, the rest the country’s): life expectancy at birth differs by %(men)s years "
        "for men and %(women)s for women; this difference fades slowly."
    ),
    "migration_of_country": _(
        "There is no table of 1 to 20 years earlier to compare with: moves are the country’s at each age. Moves "
        "within the country, most of a city’s, are not in them; send an earlier table to have them."
    ),
    "migration_of_country_few": _(
        "Fewer than %(people)s people were counted, too few to tell the place’s own moves: they are the country’s at each age."
    ),
    "migration_too_large": _(
        "Between %(first)s and %(last)s births and deaths leave %(yearly)s persons a year unexplained, more than a tenth of "
        "the people: the boundary will have moved, or one table is of another place. Moves are the country’s at each age "
        "instead."
    ),
    "migration_from_residual": _(
        "Moves are what births and deaths do not explain between %(first)s and %(last)s: %(yearly)s persons "
        "a year, smoothed over ages, drawn towards the country’s where the city is small, and fading by 3 of "
        "every hundred parts a year."
    ),
    "interval_of_country": _(
        "Ranges of births and length of life are those that the United Nations publish for the country; "
        "those of moves are %(times)s times a typical country’s, since cities move more."
    ),
    "interval_of_typical_country": _(
        "The country’s own published ranges are not at hand: those of a typical country are taken (the "
        "middle of eight), with moves %(times)s times as wide, since cities move more."
    ),
    "small_place_by_counts": _(
        "The place has %(people)s people: births, deaths and moves are drawn person by person, so that "
        "chance itself is in the range."
    ),
}
PHRASES: Mapping[str, Phrase] = {
    "years_not_covered": Phrase(
        _("The years %(found)s were asked for; the country’s rates cover %(low)s to %(high)s."),
        _("Ask for fewer years ahead."),
    ),
    "persons_missing": Phrase(
        _("The table of %(date)s has %(found)s ages without a figure."),
        _("Fill them in, or send a table of another date."),
    ),
    "starts_unusable": Phrase(
        _("The age groups of %(date)s are %(found)s: five-year groups cannot be made of them."),
        _(
            "Send five-year groups or single ages, the oldest group beginning at %(allowed)s or later. If the ages are not "
            "known so finely, send a table of another date and use this one no longer."
        ),
    ),
    "people_too_old": Phrase(
        _(
            "The latest people are of %(found)s. The country’s rates begin in %(year)s, and people can be brought forward over "
            "at most %(allowed)s years."
        ),
        _("Send a newer table; an estimate will do."),
    ),
    "official_years_not_projected": Phrase(
        _("Official totals were given for %(found)s; the projection has the years %(low)s to %(high)s."),
        _("Give totals of these years only, or ask for more years ahead."),
    ),
    "population_missing": Phrase(
        _("No table of people by age and sex is in use."),
        _("Send one; all else can follow later."),
    ),
    "national_missing": Phrase(
        _("There are no figures of the country (%(place)s) here, whose rates the projection needs."),
        _("Ask the people who run this site to fetch them (hub ageing fetch wpp2024)."),
    ),
    "counts_not_paired": Phrase(
        _("The counts of %(found)s cannot be compared cohort by cohort."),
        _("Send two counts by sex in five-year groups that are so many years apart: %(allowed)s."),
    ),
    "years_not_given": Phrase(
        _("The table of %(table)s gives %(found)s for %(place)s; %(allowed)s are needed."),
        _("Add the missing years, or ask for a nearer last year."),
    ),
    "intervals_not_given": Phrase(
        _("Trajectories were asked for without intervals."),
        _("Give --intervals, or leave --trajectories away."),
    ),
    "series_not_given": Phrase(
        _("The table of intervals has these series for %(place)s: %(found)s."),
        _("Add the series “%(allowed)s”."),
    ),
    "results_unreadable": Phrase(
        _("The results that were kept cannot be read: %(found)s."),
        _("Make the projection again."),
    ),
    "figures_not_yours": Phrase(
        _("You do not answer for %(place)s."),
        _("Ask its focal point, or hub staff, to send the figures or to name you."),
    ),
    "provision_columns_missing": Phrase(
        _("No row of the table names its columns; found: %(found)s."),
        _(
            "Write a first row with District, Mode and Places, or with District and a column for each of walk, "
            "transit, online."
        ),
    ),
    "provision_mode_unknown": Phrase(
        _("“%(found)s” is no way to reach a learning place."),
        _("Write one of these: %(allowed)s."),
    ),
    "provision_places_unusable": Phrase(
        _("“%(found)s” is no number of places."),
        _("Write a number of 0 or more, or leave the cell blank where nobody knows."),
    ),
    "too_many_districts": Phrase(
        _("The table has %(found)s districts."),
        _("Put them together to at most %(allowed)s."),
    ),
}


def say_assumption(assumed: Mapping[str, Any]) -> str:
    """One assumption in the reader's language; its code where it has no sentence."""
    phrase = ASSUMPTIONS.get(str(assumed.get("code")))
    parameters = {name: _dated(value) for name, value in (assumed.get("parameters") or {}).items()}
    return str(phrase) % lenient(written(parameters)) if phrase else str(assumed.get("code"))


def _dated(value: Any) -> Any:
    """A day as the reader's language writes it; anything else as it is."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return write_day(date.fromisoformat(value), get_language() or "en")
    return value


def say_calibration() -> str:
    """Where all ranges come from, in one sentence."""
    return gettext("The range is calibrated to what the United Nations publish, not estimated from the city.")


def say_interval(assumed: Sequence[Mapping[str, Any]]) -> str:
    """Where the ranges come from, in plain words: published elsewhere, not estimated from the city."""
    told = [say_assumption(one) for one in assumed if one.get("part") == "interval"]
    return " ".join([say_calibration(), *told])
