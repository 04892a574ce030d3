"""The indicators of ageing said to people: names, variants, units, what they mean, and what can be wrong."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hub.commons.languages.phrases import Phrase

INDICATOR_NAMES: Mapping[str, Promise] = {
    "pop": _("Population"),
    "pop65": _("People of 65 and over"),
    "pop80": _("People of 80 and over"),
    "pct65": _("Share of people of 65 and over"),
    "pct80": _("Share of people of 80 and over"),
    "oldest80_65": _("Share of the oldest among older people"),
    "oadr65_20_64": _("Old-age dependency ratio (20 to 64)"),
    "oadr65_15_64": _("Old-age dependency ratio (15 to 64)"),
    "tdr": _("Total dependency ratio"),
    "psr20_64_65": _("Potential support ratio"),
    "ageing60_0_14": _("Ageing index (60 and over)"),
    "ageing65_0_14": _("Ageing index (65 and over)"),
    "parent85_50_64": _("Parent support ratio"),
    "median_age": _("Median age"),
    "poadr_threshold_age": _("Age at which 15 years of life remain"),
    "poadr": _("Prospective old-age dependency ratio"),
    "prospective_pct": _("Share of people with 15 years of life or less ahead"),
    "prospective_median_age": _("Prospective median age"),
    "e0_m": _("Life expectancy at birth, men"),
    "e0_f": _("Life expectancy at birth, women"),
    "e0": _("Life expectancy at birth, both sexes"),
    "e65_m": _("Life expectancy at 65, men"),
    "e65_f": _("Life expectancy at 65, women"),
    "e65": _("Life expectancy at 65, both sexes"),
    "hle0_m": _("Healthy life expectancy at birth, men"),
    "hle0_f": _("Healthy life expectancy at birth, women"),
    "hle65_m": _("Healthy life expectancy at 65, men"),
    "hle65_f": _("Healthy life expectancy at 65, women"),
}

_BIRTH = _("Years that a child born in this year would live if the death rates of this year stayed for ever.")
_AT_65 = _(
    "Years that somebody who is 65 in this year would still live if the death rates of this year stayed for ever."
)
_HEALTHY_BIRTH = _("The part of life expectancy at birth that is spent in good health, by the method of Sullivan.")
_HEALTHY_65 = _("The part of life expectancy at 65 that is spent in good health, by the method of Sullivan.")
# Which one it is, in a whole sentence: figures of the same name are published with other ages.
INDICATOR_VARIANTS: Mapping[str, Promise] = {
    "pop": _("Everybody, in the middle of the year."),
    "pop65": _("People who have turned 65, in the middle of the year."),
    "pop80": _("People who have turned 80, in the middle of the year."),
    "pct65": _("People of 65 and over among every hundred people."),
    "pct80": _("People of 80 and over among every hundred people."),
    "oldest80_65": _("People of 80 and over among every hundred of 65 and over."),
    "oadr65_20_64": _(
        "People of 65 and over for every hundred from 20 to 64, as in the ageing reports of the United Nations."
    ),
    "oadr65_15_64": _("People of 65 and over for every hundred from 15 to 64, as Eurostat counts it."),
    "tdr": _("Children under 15 and people of 65 and over for every hundred from 15 to 64."),
    "psr20_64_65": _("People from 20 to 64 for each one of 65 and over."),
    "ageing60_0_14": _("People of 60 and over for every hundred children under 15."),
    "ageing65_0_14": _("People of 65 and over for every hundred children under 15."),
    "parent85_50_64": _("People of 85 and over for every hundred from 50 to 64."),
    "median_age": _("Half of the people are younger than this, half are older."),
    "poadr_threshold_age": _("In the life table of both sexes of the same year."),
    "poadr": _("People who have 15 years of life or less ahead, for every hundred adults from 20 on who have more."),
    "prospective_pct": _("People beyond the age at which 15 years of life remain, among every hundred people."),
    "prospective_median_age": _(
        "The age at which people of the base year had as many years ahead as people of median age have in this year."
    ),
    "e0_m": _BIRTH,
    "e0_f": _BIRTH,
    "e0": _BIRTH,
    "e65_m": _AT_65,
    "e65_f": _AT_65,
    "e65": _AT_65,
    "hle0_m": _HEALTHY_BIRTH,
    "hle0_f": _HEALTHY_BIRTH,
    "hle65_m": _HEALTHY_65,
    "hle65_f": _HEALTHY_65,
}

UNIT_NAMES: Mapping[str, Promise] = {
    "persons": _("persons"),
    "percent": _("per cent"),
    "per_hundred": _("for every hundred"),
    "ratio": _("for each one"),
    "years": _("years"),
}

# Plain words for what is hard to say: shown beside the figure.
EXPLANATIONS: Mapping[str, Promise] = {
    "poadr": _(
        "People live longer, so 65 is not as old as it was. This figure asks how many years people still have ahead, not "
        "how many they have lived: old is who has 15 years or less ahead on average. It rises more slowly than the "
        "old-age dependency ratio wherever lives grow longer. It counts years of life, not of health or of work."
    ),
    "prospective_median_age": _(
        "If it rises more slowly than the median age, or falls, people have more years ahead of them than people of "
        "their age once had, although they are older."
    ),
    "hle": _(
        "Good health is what the survey asked about; figures from different questions do not compare. The shares in poor "
        "health stay as they are, so better or worse health to come is not in it."
    ),
    "interval": _(
        "The future is not known; the range says how far off the projection may be. Of all futures that were "
        "calculated, four in five lie inside the 80 per cent range, one in ten above it and one in ten below it. The "
        "range rests on what the United Nations found for the country, widened for the city; it does not foresee "
        "wars, new illnesses or new laws."
    ),
    "dependency": _(
        "The ratio compares ages. It does not say who works: many older people do, and many younger people do not."
    ),
}

PHRASES: Mapping[str, Phrase] = {
    "age_groups_unusable": Phrase(
        _("The age groups begin at %(found)s; the table has %(allowed)s of them."),
        _("Give the first age of every group, each one higher than the one before."),
    ),
    "ages_expected": Phrase(
        _("The table has the shape %(found)s where %(allowed)s is needed."),
        _("Give both sexes and single ages from 0 to 100 and over."),
    ),
    "health_share_out_of_range": Phrase(
        _("A share in poor health is %(found)s."),
        _("Write a share from %(low)s to %(high)s for every age."),
    ),
    "survey_size_not_positive": Phrase(
        _("The number of people asked in the survey is %(found)s at one age."),
        _("Give a number above zero for every age, or leave the numbers out; then no range is given."),
    ),
}
