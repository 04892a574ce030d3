"""Readiness for an older population said to people: names of indicators and domains, and what can be wrong."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

ACTIVE_AGEING_NAMES: Mapping[str, Promise] = {
    "employment": _("Employment"),
    "participation": _("Participation in society"),
    "independent_living": _("Independent, healthy and secure living"),
    "capacity": _("Capacity for active ageing"),
    "employment_55_59": _("Employment rate from 55 to 59"),
    "employment_60_64": _("Employment rate from 60 to 64"),
    "employment_65_69": _("Employment rate from 65 to 69"),
    "employment_70_74": _("Employment rate from 70 to 74"),
    "voluntary_activities": _("Voluntary activities"),
    "care_to_children": _("Care for children and grandchildren"),
    "care_to_older_adults": _("Care for infirm and disabled people"),
    "political_participation": _("Political participation"),
    "physical_exercise": _("Physical exercise"),
    "access_to_health_care": _("Access to health and dental care"),
    "independent_arrangements": _("Independent living arrangements"),
    "relative_median_income": _("Income relative to younger people"),
    "no_poverty_risk": _("No risk of poverty"),
    "no_material_deprivation": _("No severe material deprivation"),
    "physical_safety": _("Physical safety"),
    "lifelong_learning": _("Lifelong learning"),
    "remaining_life_expectancy": _("Remaining life expectancy at 55"),
    "healthy_life_share": _("Share of healthy years in the life expectancy at 55"),
    "mental_well_being": _("Mental well-being"),
    "use_of_ict": _("Use of information and communication technology"),
    "social_connectedness": _("Social connectedness"),
    "educational_attainment": _("Educational attainment"),
}

# What a result may be called: never an index where too little is known.
ACTIVE_AGEING_RESULTS: Mapping[str, Promise] = {
    "aai": _("Active Ageing Index, from %(known)s of %(of)s indicators."),
    "partial": _(
        "Not an Active Ageing Index: only %(known)s of %(of)s indicators are known, or a whole domain is missing. The "
        "figure is the weighted mean of what is known and compares with no published index."
    ),
    "empty": _("None of the %(of)s indicators is known."),
}

AGE_FRIENDLY_DOMAINS: Mapping[str, Promise] = {
    "outdoor": _("Outdoor spaces and buildings"),
    "transport": _("Transport"),
    "housing": _("Housing"),
    "social_participation": _("Social participation"),
    "respect": _("Respect and social inclusion"),
    "civic_employment": _("Civic participation and employment"),
    "communication": _("Communication and information"),
    "community_health": _("Community support and health services"),
    "impact": _("Impact on well-being"),
}

KIND_NAMES: Mapping[str, Promise] = {"core": _("Core"), "supplementary": _("Supplementary")}

DEFINITION_NAMES: Mapping[str, Promise] = {
    "perception": _("Asked of older people"),
    "objective": _("Counted or measured"),
    "own": _("The city’s own definition; compares with no other city"),
}

CONFIDENCE_NAMES: Mapping[str, Promise] = {
    "high": _("High confidence"),
    "medium": _("Medium confidence"),
    "low": _("Low confidence"),
}

STATUS_NAMES: Mapping[str, Promise] = {
    "measured": _("Measured"),
    "not_measured": _("Not measured"),
    "not_reported": _("Not reported"),
}

MEASURE_UNITS: Mapping[str, Promise] = {"percent": _("per cent"), "rate": _("rate"), "years": _("years")}

EQUITY_EXPLANATIONS: Mapping[str, Promise] = {
    "difference": _("The figure of the group less the figure of the reference group."),
    "ratio": _("The figure of the group divided by the figure of the reference group."),
    "attributable": _(
        "By how much the city’s figure would improve if every group were as well off as the reference group "
        "(population attributable risk). It says how much is at stake, not why."
    ),
}

COVERAGE_NOTE = _(
    "%(measured)s of %(of)s core indicators are measured. There is no overall score: cities measure in different ways, "
    "and a mean would hide what is not known."
)

AGE_FRIENDLY_NAMES: Mapping[str, Promise] = {
    "walkability": _("Neighbourhoods fit for walking"),
    "public_spaces": _("Accessible public spaces and buildings"),
    "public_safety": _("Public safety"),
    "vehicles": _("Accessible vehicles of public transport"),
    "stops": _("Accessible stops of public transport"),
    "parking": _("Reserved parking places"),
    "affordable_housing": _("Affordable housing"),
    "accessible_housing": _("Accessible housing"),
    "cultural_activity": _("Participation in cultural and social activities"),
    "group_exercise": _("Physical exercise in groups"),
    "lifelong_learning": _("Lifelong learning"),
    "positive_attitude": _("Positive attitude to older people"),
    "volunteering": _("Voluntary work"),
    "paid_employment": _("Paid employment"),
    "local_decisions": _("Participation in local decisions"),
    "economic_security": _("Economic security"),
    "information": _("Availability of information"),
    "internet_access": _("Access to the internet"),
    "health_and_social_services": _("Availability of health and social services"),
    "emergency_preparedness": _("Preparedness for emergencies"),
    "quality_of_life": _("Quality of life"),
}
# What is asked or counted: code -> (asked of older people, counted by others).
AGE_FRIENDLY_DEFINITIONS: Mapping[str, Mapping[str, Promise]] = {
    "walkability": {
        "perception": _(
            "Older people who find their neighbourhood fit for walking, also with a wheelchair or walking aid"
        ),
        "objective": _("Streets of the neighbourhood with pavements of the local standard"),
    },
    "public_spaces": {
        "perception": _("Older people who find public places and buildings easy to use whatever their abilities"),
        "objective": _("Public places and buildings that a person in a wheelchair can use fully"),
    },
    "public_safety": {
        "perception": _("Older people who feel safe in their neighbourhood"),
        "objective": _("Crimes against older people on record, per 1,000 older people"),
    },
    "vehicles": {
        "perception": _("Older people who find buses, trams and trains easy to board and use"),
        "objective": _("Vehicles of public transport with places reserved for older or disabled people"),
    },
    "stops": {
        "perception": _("Older people who find stops of public transport near enough and easy to reach"),
        "objective": _("Dwellings within walking distance (500 m) of a stop of public transport"),
    },
    "parking": {
        "perception": _("Older people who find enough reserved parking places, well placed"),
        "objective": _("Parking places reserved for older or disabled people among public ones"),
    },
    "affordable_housing": {
        "perception": _("Older people who say that housing costs do not strain their budget"),
        "objective": _("Older people in households that spend less than 30 per cent of their income on housing"),
    },
    "accessible_housing": {
        "perception": _("Older people whose home suits their needs or can be made to"),
        "objective": _(
            "Dwellings, new or converted, that have a step-free entrance and doors wide enough for a wheelchair"
        ),
    },
    "cultural_activity": {
        "perception": _(
            "Older people who say that they take part in cultural or social activities at least once a week"
        ),
        "objective": _("Older people among the recorded visitors of cultural and social activities of the city"),
    },
    "group_exercise": {
        "perception": _("Older people who say that they exercise in a group in their free time"),
        "objective": _("Older people among the members of sport and exercise groups on record"),
    },
    "lifelong_learning": {
        "perception": _("Older people who say that they took part in education or training in the last 12 months"),
        "objective": _("Older people enrolled in education or training, formal or not, in the last 12 months"),
    },
    "positive_attitude": {
        "perception": _("Older people who feel respected and included in their community"),
        "objective": _("Cases of abuse of older people on record, per 1,000 older people"),
    },
    "volunteering": {
        "perception": _("Older people who say that they volunteered at least once in the last month"),
        "objective": _("Older people on the registers of local voluntary organisations"),
    },
    "paid_employment": {
        "perception": _("Older people who say that there are chances of paid work for them"),
        "objective": _("Older people who want work and have none (unemployed)"),
    },
    "local_decisions": {
        "perception": _("Older people who feel that they have a say in local decisions"),
        "objective": _("Older people entitled to vote who voted in the last local election"),
    },
    "economic_security": {
        "perception": _("Older people who say that their income met their basic needs over the last year"),
        "objective": _("Older people who live below the national poverty line"),
    },
    "information": {
        "perception": _("Older people who find local information on their needs easy to get"),
        "objective": _(
            "Sources of information on health and services for older people that are made for older readers and listeners"
        ),
    },
    "internet_access": {
        "perception": _("Older people who say that they can use the internet at home"),
        "objective": _("Older people in households with a connection to the internet"),
    },
    "health_and_social_services": {
        "perception": _("Older people who find health and social services near enough and affordable"),
        "objective": _("Older people with a need for personal care or help who receive formal services at home"),
    },
    "emergency_preparedness": {
        "perception": _("Older people who say that they know what to do in an emergency"),
        "objective": _("Older people reached by training or drills for emergencies in the last year"),
    },
    "quality_of_life": {
        "perception": _("Older people who call their quality of life good or very good"),
        "objective": _("Years of healthy life expected at birth"),
    },
}

PHRASES: Mapping[str, Phrase] = {
    "active_ageing_indicator_unknown": Phrase(
        _("“%(found)s” is no indicator of the Active Ageing Index."),
        _("Use one of these: %(allowed)s."),
    ),
    "active_ageing_value_out_of_range": Phrase(
        _("%(indicator)s is %(found)s."),
        _("Write a number from %(low)s to %(high)s, where more is better."),
    ),
    "age_friendly_indicator_unknown": Phrase(
        _("“%(found)s” is no age-friendly indicator."),
        _("Use one of these: %(allowed)s."),
    ),
    "age_friendly_definition_unknown": Phrase(
        _("The definition “%(found)s” of %(indicator)s is not known."),
        _("Use one of these: %(allowed)s."),
    ),
    "age_friendly_confidence_unknown": Phrase(
        _("The confidence “%(found)s” of %(indicator)s is not known."),
        _("Use one of these: %(allowed)s."),
    ),
    "age_friendly_repeated": Phrase(
        _("%(indicator)s is given twice by the definition “%(found)s”."),
        _("Keep one of the two."),
    ),
    "age_friendly_own_definition_unsaid": Phrase(
        _("%(indicator)s was measured by a definition of the city’s own that is not described."),
        _("Write what was measured, and whether more or less of it is better."),
    ),
    "age_friendly_value_negative": Phrase(
        _("%(indicator)s is %(found)s."),
        _("Write a number of zero or more, or leave it blank where it was not measured."),
    ),
    "age_friendly_value_not_percent": Phrase(
        _("%(indicator)s is %(found)s per cent."),
        _("Write a number from %(low)s to %(high)s."),
    ),
    "equity_groups_too_few": Phrase(
        _("Equity needs at least %(allowed)s groups of older people; there are %(found)s."),
        _("Add the figures of other groups, or leave the groups out."),
    ),
    "equity_group_unusable": Phrase(
        _("The figure or the share of the group “%(group)s” cannot be used: %(found)s."),
        _("Write a figure, and the group’s share of all older people, above zero."),
    ),
    "equity_reference_unknown": Phrase(
        _("The reference group “%(found)s” is not among the groups."),
        _("Use one of these: %(allowed)s."),
    ),
    "ageing_framework_absent": Phrase(
        _("There is no framework “%(found)s”."),
        _("Give the path of a TOML file, or one of these names: %(allowed)s."),
    ),
    "ageing_framework_too_large": Phrase(
        _("%(file)s has %(found)s bytes; %(allowed)s are allowed."),
        _("Check that this is the right file."),
    ),
    "ageing_framework_unreadable": Phrase(
        _("%(file)s cannot be read: %(reason)s"),
        _("Correct the file at that place; it has to be TOML in UTF-8."),
    ),
    "ageing_framework_key_missing": Phrase(
        _("“%(key)s” is missing."),
        _("Add it."),
    ),
    "ageing_framework_key_unknown": Phrase(
        _("“%(key)s” is not known."),
        _("Remove it or correct its spelling. Allowed here: %(allowed)s."),
    ),
    "ageing_framework_key_wrong_type": Phrase(
        _("“%(key)s” is %(found)s."),
        _("Write a value of this kind: %(allowed)s."),
    ),
    "ageing_framework_code_unusable": Phrase(
        _("“%(key)s” is “%(found)s”."),
        _("Use 1 to 40 small letters, digits, hyphens and underscores."),
    ),
    "ageing_framework_code_repeated": Phrase(
        _("The code “%(found)s” is given twice."),
        _("Give one of the two another code."),
    ),
    "ageing_framework_weight_not_positive": Phrase(
        _("“%(key)s” is %(found)s."),
        _("Write a number above zero. To leave an indicator out, remove it."),
    ),
    "ageing_framework_choice_unknown": Phrase(
        _("“%(key)s” is “%(found)s”."),
        _("Use one of these: %(allowed)s."),
    ),
    "ageing_framework_domain_unknown": Phrase(
        _("The domain “%(found)s” of %(indicator)s is not declared."),
        _("Use one of these, or declare it: %(allowed)s."),
    ),
    "ageing_framework_domain_empty": Phrase(
        _("The domain “%(found)s” has no indicator."),
        _("Put an indicator into it, or remove it."),
    ),
    "ageing_framework_least_unusable": Phrase(
        _("The least number of known indicators is %(found)s."),
        _("Write a whole number from %(low)s to %(high)s."),
    ),
}
