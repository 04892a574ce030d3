"""The indicators of ageing: for each its unit, variant, source, digits and direction."""

from collections.abc import Mapping
from dataclasses import dataclass

UN_AGEING = "United Nations, World Population Ageing"
UN_PROSPECTS = "United Nations, World Population Prospects 2024"
SANDERSON = "Sanderson & Scherbov (2010)"
SANDERSON_AGE = "Sanderson & Scherbov (2005)"
PRESTON = "Preston, Heuveline & Guillot (2001), ch. 3"
SULLIVAN = "Sullivan (1971); EHEMU guide (Jagger et al.)"


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a figure is.

    code       as in the files; `_m` male, `_f` female, without either both sexes
    unit       persons, percent, per_hundred (of those below the line), ratio or years
    variant    the formula, which needs no language
    source     who defines it so
    digits     after the decimal point where it is printed
    direction  1 where more means older, or more old people for each younger; -1 where less does; 0 where it says nothing of it
    """

    code: str
    unit: str
    variant: str
    source: str
    digits: int
    direction: int


_ALL = (
    Indicator("pop", "persons", "P", UN_PROSPECTS, 0, 0),
    Indicator("pop65", "persons", "P(65+)", UN_PROSPECTS, 0, 1),
    Indicator("pop80", "persons", "P(80+)", UN_PROSPECTS, 0, 1),
    Indicator("pct65", "percent", "100 P(65+) / P", UN_AGEING, 1, 1),
    Indicator("pct80", "percent", "100 P(80+) / P", UN_AGEING, 1, 1),
    Indicator("oldest80_65", "percent", "100 P(80+) / P(65+)", UN_AGEING, 1, 1),
    Indicator("oadr65_20_64", "per_hundred", "100 P(65+) / P(20–64)", UN_AGEING, 1, 1),
    Indicator("oadr65_15_64", "per_hundred", "100 P(65+) / P(15–64)", UN_PROSPECTS + "; Eurostat", 1, 1),
    Indicator("tdr", "per_hundred", "100 (P(0–14) + P(65+)) / P(15–64)", UN_PROSPECTS, 1, 0),
    Indicator("psr20_64_65", "ratio", "P(20–64) / P(65+)", UN_AGEING, 2, -1),
    Indicator("ageing60_0_14", "per_hundred", "100 P(60+) / P(0–14)", UN_AGEING, 1, 1),
    Indicator("ageing65_0_14", "per_hundred", "100 P(65+) / P(0–14)", UN_AGEING, 1, 1),
    Indicator("parent85_50_64", "per_hundred", "100 P(85+) / P(50–64)", UN_AGEING, 1, 1),
    Indicator("median_age", "years", "P(< x) = P / 2", UN_PROSPECTS, 1, 1),
    Indicator("poadr_threshold_age", "years", "x*: e(x*) = 15", SANDERSON, 1, 0),
    Indicator("poadr", "per_hundred", "100 P(> x*) / P(20–x*), e(x*) = 15", SANDERSON, 1, 1),
    Indicator("prospective_pct", "percent", "100 P(> x*) / P, e(x*) = 15", SANDERSON, 1, 1),
    Indicator("prospective_median_age", "years", "y: e₀(y) = eₜ(xₜ), P(< xₜ) = P / 2", SANDERSON_AGE, 1, 1),
    *(Indicator(f"e0{sex}", "years", "T(0) / l(0)", PRESTON, 1, 0) for sex in ("_m", "_f", "")),
    *(Indicator(f"e65{sex}", "years", "T(65) / l(65)", PRESTON, 1, 0) for sex in ("_m", "_f", "")),
    *(Indicator(f"hle0{sex}", "years", "Σ (1 − π) L / l(0)", SULLIVAN, 1, 0) for sex in ("_m", "_f")),
    *(Indicator(f"hle65{sex}", "years", "Σ₆₅ (1 − π) L / l(65)", SULLIVAN, 1, 0) for sex in ("_m", "_f")),
)
INDICATORS: Mapping[str, Indicator] = {indicator.code: indicator for indicator in _ALL}
