"""Rounding for print, and seeds."""

from decimal import Decimal

import pytest

from hub.kit.errors import DataProblem
from hub.kit.figures import round_half_even
from hub.kit.seeds import seed_of


@pytest.mark.parametrize(
    ("value", "digits", "printed"), [(2.5, 0, "2"), (3.5, 0, "4"), (0.125, 2, "0.12"), (-1.05, 1, "-1.0")]
)
def test_round_half_even_rounds_ties_to_the_even_digit(value: float, digits: int, printed: str) -> None:
    assert round_half_even(value, digits) == Decimal(printed)


def test_round_half_even_when_a_gap_then_stays_a_gap() -> None:
    assert round_half_even(None, 1) is None


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_round_half_even_when_not_finite_then_refuses(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        round_half_even(value, 1)


def test_seed_of_depends_on_every_name_and_nothing_else() -> None:
    assert seed_of(7, "a", "b") == seed_of(7, "a", "b")
    assert len({seed_of(7, "a", "b"), seed_of(8, "a", "b"), seed_of(7, "ab"), seed_of(7, "b", "a")}) == 4
    assert 0 <= seed_of(7, "a") < 2**63


def test_problem_says_its_code_and_parameters() -> None:
    assert str(DataProblem("weight_not_positive", node="a", found=0)) == "weight_not_positive(node='a', found=0)"
