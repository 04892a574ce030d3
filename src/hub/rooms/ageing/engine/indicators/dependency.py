"""Old and young people set against those in between. Source: United Nations, World Population Ageing and WPP 2024.

Each variant has a function of its own, because figures of the same name are published with different ages: the limits
are in the name. All take an `AgeProfile` and give (...), a gap (NaN) where nobody stands below the line of the fraction.
"""

from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.indicators.profile import AgeProfile, per_hundred, ratio

OLD, VERY_OLD = 65, 80


def share_65(profile: AgeProfile) -> Array:
    """People of 65 and over, per cent of everybody."""
    return per_hundred(profile.above(OLD), profile.total)


def share_80(profile: AgeProfile) -> Array:
    """People of 80 and over, per cent of everybody."""
    return per_hundred(profile.above(VERY_OLD), profile.total)


def oldest_old_share(profile: AgeProfile) -> Array:
    """People of 80 and over, per cent of those of 65 and over."""
    return per_hundred(profile.above(VERY_OLD), profile.above(OLD))


def old_age_dependency_20_64(profile: AgeProfile) -> Array:
    """People of 65 and over for every hundred of 20 to 64 (the ageing reports of the United Nations)."""
    return per_hundred(profile.above(OLD), profile.between(20, OLD))


def old_age_dependency_15_64(profile: AgeProfile) -> Array:
    """People of 65 and over for every hundred of 15 to 64 (WPP tables, Eurostat)."""
    return per_hundred(profile.above(OLD), profile.between(15, OLD))


def total_dependency(profile: AgeProfile) -> Array:
    """People under 15 and of 65 and over for every hundred of 15 to 64."""
    return per_hundred(profile.below(15) + profile.above(OLD), profile.between(15, OLD))


def potential_support(profile: AgeProfile) -> Array:
    """People of 20 to 64 for each one of 65 and over."""
    return ratio(profile.between(20, OLD), profile.above(OLD))


def ageing_index_60(profile: AgeProfile) -> Array:
    """People of 60 and over for every hundred under 15 (United Nations)."""
    return per_hundred(profile.above(60), profile.below(15))


def ageing_index_65(profile: AgeProfile) -> Array:
    """People of 65 and over for every hundred under 15."""
    return per_hundred(profile.above(OLD), profile.below(15))


def parent_support(profile: AgeProfile) -> Array:
    """People of 85 and over for every hundred of 50 to 64, roughly the ages of their children."""
    return per_hundred(profile.above(85), profile.between(50, OLD))
