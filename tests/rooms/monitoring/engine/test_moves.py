"""Figures of two editions and their traces, on a round of four places with two years."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rooms.monitoring.engine.rounds import (
    TABLE,
    observations_of,
    places_of,
    plan,
    small_framework,
    small_recipe,
    small_run,
    wide_rows,
)

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.change import VERDICTS
from hub.rooms.monitoring.engine.keys import read_key
from hub.rooms.monitoring.engine.moves import TABLES, TOTALS, Moves
from hub.rooms.monitoring.engine.pipeline import run
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.engine.trace import Link, trace
from hub.rooms.monitoring.phrases import say_link
from hub.rooms.monitoring.phrases.reasons import LINKS

THEN: dict[str, dict[str, float | None]] = {
    "L1": {"a": 20, "b": 1, "c": 3},
    "L2": {"a": 25, "b": 3, "c": 2},
    "R1": {"a": 40, "b": 5, "c": 1},
}
LATER: dict[str, dict[str, float | None]] = {**TABLE, "L2": {"a": 20, "b": 3, "c": 2}}


@pytest.fixture(scope="module")
def compared() -> Run:
    observations = observations_of([*wide_rows(THEN, "2020"), *wide_rows(LATER, "2024")])
    recipe = replace(
        small_recipe(plan("screen", "availability", places=0.5)), change=(date(2020, 12, 31), date(2024, 12, 31))
    )
    return run(recipe, small_framework(), observations, places_of(observations))


def links_of(link: Link) -> list[Link]:
    return [link, *(found for child in link.children for found in links_of(child))]


def test_scores_of_both_editions_are_those_of_a_hand_computation(compared: Run) -> None:
    # 2020, from 0 to 100 within the year: a of L1 0, b 100 (less is better), so area one 50; c 100, so the index 75.
    # 2024: a 0 of 10 to 40, b 0 of 1 to 5 turned round, c 0 of 1 to 3, so the index 0.
    figure = Moves(compared.editions).figure  # type: ignore[arg-type]
    assert figure("L1", "index", "score-earlier") == pytest.approx(75)
    assert figure("L1", "index", "score-later") == pytest.approx(0)
    assert figure("L1", "index", "change") == pytest.approx(-75)
    # On the scale of 2020: a = 10 lies 10 below 20 on a span of 20, -50; b = 5 is 0; c = 1 is 0: the index -12.5.
    assert figure("L1", "index", "change-data") == pytest.approx(-12.5 - 75)
    assert figure("L1", "index", "change-peers") == pytest.approx(12.5)
    assert figure("L1", "index", "change-method") == 0
    assert figure("L1", "index", "change-revision") is None
    assert (figure("L1", "index", "rank-earlier"), figure("L1", "index", "rank-later")) == (1, 4)


def test_trace_of_a_change_leads_to_both_scores_and_their_observations(compared: Run) -> None:
    found = trace(compared, compared.key("L1", "index", "change"))
    assert [child.key for child in found.root.children] == [
        compared.key("L1", "index", "score-earlier"),
        compared.key("L1", "index", "score-later"),
    ]
    rows = [(one.indicator, one.period, one.value) for one in found.observations]
    assert rows == [
        ("a", "2020", 20), ("b", "2020", 1), ("c", "2020", 3),
        ("a", "2024", 10), ("b", "2024", 5), ("c", "2024", 1),
    ]  # fmt: skip


def test_trace_of_an_effect_says_the_two_scores_that_it_is_the_difference_of(compared: Run) -> None:
    root = trace(compared, compared.key("L1", "index", "change-data")).root
    assert root.value == pytest.approx(root.parameters["to"] - root.parameters["of"])
    assert say_link(root, compared, "en") == (
        "Effect of new data on Index: the score by the values of 2024-12-31 on the scale of 2020-12-31 (-12.5) less "
        "the score as of 2020-12-31 (75)"
    )


def test_trace_of_an_area_leads_only_to_its_own_indicators(compared: Run) -> None:
    found = trace(compared, compared.key("R1", "two", "rank-earlier"))
    assert [(one.indicator, one.period) for one in found.observations] == [("c", "2020")]


@pytest.mark.parametrize(
    ("who", "aspect", "reason"),
    [
        ("L1", "change-revision", "change_revision_unknown"),
        ("R2", "change", "place_too_few_values"),
        ("R2", "rank-earlier", "place_too_few_values"),
    ],
)
def test_trace_of_what_is_not_known_says_why(compared: Run, who: str, aspect: str, reason: str) -> None:
    root = trace(compared, compared.key(who, "index", aspect)).root
    assert (root.code, root.value, root.parameters["reason"].code) == ("link_gap", None, reason)


def test_every_aspect_is_a_key_and_every_link_has_a_sentence(compared: Run) -> None:
    for aspect in (*TABLES, "tier"):
        key = compared.key("L2", "index", aspect)
        assert read_key(key).aspect == aspect
        for link in links_of(trace(compared, key).root):
            assert link.code in LINKS
            assert "%" not in say_link(link, compared, "en").replace("90%", "").replace("95%", "")
    for what in TOTALS:
        link = trace(compared, compared.key("@all", what, "count")).root
        assert link.code in LINKS
        assert "–" not in say_link(link, compared, "en")


def test_totals_then_verdicts_sum_and_name_their_places(compared: Run) -> None:
    values = {what: trace(compared, compared.key("@all", what, "count")) for what in TOTALS}
    assert values["places_compared"].value == 3
    assert values["places_entered"].value == 1
    assert sum(values[verdict].value or 0 for verdict in VERDICTS) == 3
    assert all(len(values[verdict].root.children) == values[verdict].value for verdict in VERDICTS)


def test_trace_of_a_tier_is_that_of_the_bands(compared: Run) -> None:
    assert compared.bands is not None
    for place, tier in zip(compared.bands.places, compared.bands.tiers, strict=True):
        assert trace(compared, compared.key(place, "index", "tier")).value == tier


def test_trace_when_no_editions_are_compared_then_refused() -> None:
    plain = small_run()
    for key in (plain.key("L1", "index", "change"), plain.key("L1", "one", "tier")):
        with pytest.raises(DataProblem) as raised:
            trace(plain, key)
        assert raised.value.code == "figure_unknown"
