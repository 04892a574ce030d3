"""What is measured and how, in the words that a planner fills in figures by."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Names of the two sets of indicators.
FRAMEWORK_NAMES: Mapping[str, Promise] = {
    "age-friendly-cities": _("Age-friendly city"),
    "active-ageing-index": _("Active ageing"),
}

BETTER_NAMES: Mapping[str, Promise] = {"more": _("More is better."), "less": _("Less is better.")}

# Heads of the columns.
SHORT_DEFINITIONS: Mapping[str, Promise] = {
    "perception": pgettext_lazy("definition of an indicator", "perceived"),
    "objective": pgettext_lazy("definition of an indicator", "objective"),
    "own": pgettext_lazy("definition of an indicator", "own definition"),
}

# Units of a difference between two groups.
GAP_UNITS: Mapping[str, Promise] = {"percent": _("percentage points"), "years": _("years")}

# What the Active Ageing Index counts, each from 0 to 100.
ACTIVE_AGEING_DEFINITIONS: Mapping[str, Promise] = {
    "employment_55_59": _("People aged 55 to 59 who are in work, per cent"),
    "employment_60_64": _("People aged 60 to 64 who are in work, per cent"),
    "employment_65_69": _("People aged 65 to 69 who are in work, per cent"),
    "employment_70_74": _("People aged 70 to 74 who are in work, per cent"),
    "voluntary_activities": _(
        "People aged 55 and over who do unpaid work for an organisation at least once a week, per cent"
    ),
    "care_to_children": _(
        "People aged 55 and over who look after children or grandchildren at least once a week, per cent"
    ),
    "care_to_older_adults": _(
        "People aged 55 and over who look after infirm or disabled relatives at least once a week, per cent"
    ),
    "political_participation": _(
        "People aged 55 and over who take part in the work of a union, a party or an action group, per cent"
    ),
    "physical_exercise": _("People aged 55 and over who exercise or do sport almost every day, per cent"),
    "access_to_health_care": _(
        "People aged 55 and over who had no unmet need of a doctor or dentist in the last 12 months, per cent"
    ),
    "independent_arrangements": _("People aged 75 and over who live alone or as a couple, per cent"),
    "relative_median_income": _(
        "Median income of people aged 65 and over, per cent of that of younger people; at most 100 is written"
    ),
    "no_poverty_risk": _("People aged 65 and over whose income is above half of the national median income, per cent"),
    "no_material_deprivation": _("People aged 65 and over who are not severely deprived materially, per cent"),
    "physical_safety": _("People aged 55 and over who feel safe walking in their area after dark, per cent"),
    "lifelong_learning": _("People aged 55 to 74 who learned in a course in the last four weeks, per cent"),
    "remaining_life_expectancy": _("Years of life that remain at 55, per cent of 50 years; at most 100 is written"),
    "healthy_life_share": _("Healthy years among the years of life that remain at 55, per cent"),
    "mental_well_being": _("Mental well-being of people aged 55 and over, as a score from 0 to 100"),
    "use_of_ict": _("People aged 55 to 74 who use the internet at least once a week, per cent"),
    "social_connectedness": _("People aged 55 and over who regularly meet friends, relatives or colleagues, per cent"),
    "educational_attainment": _("People aged 55 to 74 with upper secondary or higher education, per cent"),
}
