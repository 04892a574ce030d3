"""Demand for learning said to people: names, scenarios, modes, assumptions, and what can be wrong."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from hub.commons.languages.phrases import Phrase, lenient, written

DEMAND_NAMES: Mapping[str, Promise] = {
    "learners": _("Older people who learn"),
    "places": _("Places in courses"),
    "asked": _("Places asked for"),
    "groups": _("Groups that are taught"),
    "hours": _("Taught hours"),
    "gap": _("Places offered less places asked for"),
    "lacking": _("Places that lack"),
    "chance_of_lack": _("Chance that places lack"),
    "first_lack": _("First year in which places lack"),
}

DEMAND_UNITS: Mapping[str, Promise] = {
    "learners": _("persons a year"),
    "places": _("places a year"),
    "groups": _("groups a year"),
    "hours": _("hours a year"),
}

LEARNER_GROUP_NAMES: Mapping[int, Promise] = {
    55: _("55 to 64"),
    65: _("65 to 74"),
    75: _("75 to 84"),
    85: _("85 and over"),
}

SCENARIO_NAMES: Mapping[str, Promise] = {
    "constant": _("Rates stay"),
    "cohort": _("People keep learning as they grow older"),
    "target": _("The city reaches its target"),
}

SCENARIO_EXPLANATIONS: Mapping[str, Promise] = {
    "constant": _("At every age as many of a hundred people learn as today. Only the numbers of people change."),
    "cohort": _(
        "People who learn at 60 still learn at 70 and 80, except those whose health no longer lets them. Younger people, "
        "who learn more, bring their habits along."
    ),
    "target": _("The share of people who learn moves in a straight line to the share that the city wants, then stays."),
}

MODE_NAMES: Mapping[str, Promise] = {
    "walk": _("On foot, less than 15 minutes"),
    "transit": _("By public transport"),
    "online": _("Online"),
}

ASSUMPTION_NAMES: Mapping[str, Promise] = {
    "illustration": _("An assumption to start from, not a statistic: put the city’s own figure in its place."),
}

DEMAND_NOTES: Mapping[str, Promise] = {
    "districts": _(
        "Each district keeps its part of the city’s people of each age; the districts sum to the city. Who moves from one "
        "district to another in old age is not seen."
    ),
    "lacking": _(
        "A free place in one district does not help a learner in another, so what lacks is summed where it lacks."
    ),
    "interval": _(
        "The range of the projection of people carries on to the places: it says how many more or fewer may come."
    ),
    "quantiles": _(
        "Only ranges by age group were known. Their sum supposes that all groups are high or low together, so the range "
        "is at least as wide as it should be."
    ),
}

# What had to be left out or supposed, by the codes of the notes of a `DemandLook`.
DEMAND_ASSUMPTIONS: Mapping[str, Promise] = {
    "offer_missing": _(
        "No table of learning places was sent: what is asked for is shown, what is offered is not known."
    ),
    "districts_absent": _("The table of people has no districts: the city is taken as one."),
    "districts_not_told": _(
        "The table of learning places does not name these districts: %(names)s. What they offer is not known, which is not "
        "zero; they are left out of what is summed over districts."
    ),
    "districts_unknown": _(
        "The table of learning places names districts that the table of people does not have: %(names)s. Their %(places)s "
        "places are left out. Write the names alike in both tables."
    ),
    "whole_rows_left_out": _(
        "Rows for the whole city were left out of the table of learning places, since rows of districts stand beside them."
    ),
    "offer_of_whole_city": _(
        "The table of learning places tells of the whole city only: it is held against what the whole city asks for, not "
        "district by district."
    ),
    "modes_given": _("Ways to come were entered here."),
    "modes_as_offered": _("People are taken to come in the same parts as places are offered today."),
    "modes_even": _("Nothing is known of how people would come: a third each way, an assumption to start from."),
}

RANGE_EXPLANATIONS: tuple[Promise, ...] = (
    _("Each of the %(number)s futures of the projection was carried through to places, one by one."),
    _(
        "Four of five of them fall between the two numbers: in one of ten more is asked for, in one of ten less. It is the "
        "range of the numbers of people."
    ),
    _(
        "How many of a hundred will learn is supposed, not estimated, and not in the range: change it below and see how much "
        "follows from it."
    ),
    _("Ranges of districts do not add up to that of the city: not all are high together."),
)

PHRASES: Mapping[str, Phrase] = {
    "demand_years_not_projected": Phrase(
        _("The projection does not hold the years %(found)s."),
        _("Choose years from %(low)s to %(high)s."),
    ),
    "scenario_unknown": Phrase(
        _("“%(found)s” is no way in which learning may go on."),
        _("Choose one of: %(allowed)s."),
    ),
    "target_missing": Phrase(
        _("The city’s target is not complete."),
        _("Write the shares that the city wants, and the year by which they are reached."),
    ),
    "participation_out_of_range": Phrase(
        _("A share of people who learn is %(found)s."),
        _("Write a share from %(low)s to %(high)s for each age group."),
    ),
    "participation_age_missing": Phrase(
        _("The shares by age begin at %(found)s, or have a gap further on."),
        _("Give a share for every age from %(allowed)s on, or from a younger age."),
    ),
    "target_year_too_early": Phrase(
        _("The target is to be reached %(found)s years after the base."),
        _("Choose a year at least %(low)s after the base."),
    ),
    "education_shares_not_whole": Phrase(
        _("The shares of the levels of education sum to %(found)s at one age."),
        _("Correct them so that they sum to 1 at every age."),
    ),
    "education_unknown": Phrase(
        _("Rates are given for %(found)s levels of education, but not how many people have which."),
        _("Add the shares of the levels by age, or give one rate for all levels."),
    ),
    "demand_years_differ": Phrase(
        _("The rates have the shape %(found)s, the people %(allowed)s."),
        _("Give rates for the years, sexes and ages of the projection."),
    ),
    "course_not_positive": Phrase(
        _("%(parameter)s is %(found)s."),
        _("Write a number above zero."),
    ),
    "district_groups_differ": Phrase(
        _("The districts have %(found)s age groups, the city has %(allowed)s."),
        _("Count people in the districts by the age groups of the city."),
    ),
    "district_counts_unusable": Phrase(
        _("A number of people in a district is %(found)s."),
        _("Write a number of zero or more for each district and age group."),
    ),
    "district_counts_empty": Phrase(
        _("No older people are counted in any district."),
        _("Write how many older people live in each district; an estimate will do."),
    ),
    "mode_shares_not_whole": Phrase(
        _("The shares of people who come on foot, by public transport and online sum to %(found)s."),
        _("Correct them so that each is zero or more and they sum to 1."),
    ),
    "offer_unusable": Phrase(
        _("A number of places offered is %(found)s."),
        _("Write a number of zero or more for each district and way to come."),
    ),
    "levels_unusable": Phrase(
        _("The levels of the range are %(found)s."),
        _("Give levels from %(low)s to %(high)s, each above the one before."),
    ),
}

# More names than these are counted, not told.
MOST_NAMES = 12


def say_demand_note(code: str, parameters: Mapping[str, Any]) -> str:
    """A note of a `DemandLook` in the reader's language; its code where it has no sentence."""
    phrase = DEMAND_ASSUMPTIONS.get(code)
    if phrase is None:
        return code
    return str(phrase) % lenient(written({**parameters, "names": _listed(parameters.get("names", ()))}))


def _listed(names: tuple[str, ...]) -> str:
    shown = pgettext("between the names of a list", ", ").join(names[:MOST_NAMES])
    return f"{shown}… ({len(names)})" if len(names) > MOST_NAMES else shown
