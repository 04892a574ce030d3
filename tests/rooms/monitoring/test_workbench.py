"""The workbench: its published file, its page, and replications on the server."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone, translation
from tests.factories.monitoring import INDICATORS, csv_of, make_round
from tests.factories.network import make_staff
from tests.factories.people import make_person

from hub.commons.people.actions import erase_account
from hub.commons.people.holdings import holdings_of
from hub.kit.errors import DataProblem, Problem
from hub.rooms.monitoring.actions.editions import begin_edition, finish_edition, publish_edition
from hub.rooms.monitoring.actions.whatifs import KEPT_A_PERSON, Tried, begin_whatif, claim_whatif, finish_whatif
from hub.rooms.monitoring.engine.workbench import Choices, answer, extreme_multipliers
from hub.rooms.monitoring.files.builds import write_run
from hub.rooms.monitoring.files.receive import receive_file
from hub.rooms.monitoring.files.traces import run_of
from hub.rooms.monitoring.files.workbench import NAME, workbench_file, workbench_of, workbench_text, write_workbench
from hub.rooms.monitoring.models import WhatIf
from hub.rooms.monitoring.models.whatifs import SILENCE
from hub.rooms.monitoring.queries.editions import folder_of
from hub.rooms.monitoring.report.editions import run_round

# Learning: P1 leads; living: P3 leads. Scaled to 0 and 100: learning 100, 50, 0 and living 0, 25, 100.
VALUES = {"learning": {"P1": 50, "P2": 30, "P3": 10}, "living": {"P1": 10, "P2": 20, "P3": 50}}


@pytest.fixture(autouse=True)
def english():
    """Addresses and sentences in English, whatever the test before spoke."""
    with translation.override("en"):
        yield


@pytest.fixture
def edition(db, settings, tmp_path):
    """A published edition with the files that the workbench reads."""
    settings.PRIVATE_ROOT = tmp_path
    asked = make_round()
    rows = [
        f"{place},{indicator},2024,{VALUES[area][place]},,,,,"
        for place in ("P1", "P2", "P3")
        for indicator, area in INDICATORS
    ]
    receive_file(None, asked, name="figures.csv", content=csv_of(*rows))
    begun = begin_edition(None, asked, code="small-2026", titles={"en": "Small 2026"})
    run = run_round(asked)
    folder = folder_of(begun)
    folder.mkdir(parents=True)
    write_run(run, folder, "en")
    write_workbench(run, folder)
    finish_edition(begun, run_id=run.id, counts={})
    publish_edition(None, begun)
    begun.refresh_from_db()
    return begun


def begin(person, edition, **tried):
    return begin_whatif(person, edition, Tried(**tried), replications=1000, seed=7)


def scores_in(page):
    """Scores of the index by place, as the answer of a view holds them."""
    shown = page.context["page"]
    return dict(zip(shown.bench.places, shown.answer.scores[:, 0].round(6).tolist(), strict=True))


def test_file_when_weights_are_untouched_then_it_leads_to_the_scores_and_ranks_of_the_report(edition):
    run = run_of(edition)
    reached = answer(workbench_of(edition), Choices())
    np.testing.assert_array_equal(reached.scores[:, 0], run.scores.column("index"))
    np.testing.assert_array_equal(reached.rank, run.ranks[:, 0])


def test_file_when_written_twice_then_every_byte_is_the_same(edition):
    run = run_of(edition)
    written = json.loads(workbench_text(run))
    assert workbench_text(run).encode() == (folder_of(edition) / NAME).read_bytes()
    assert [place for place, _name in written["places"]] == ["P1", "P2", "P3"]
    assert [node["code"] for node in written["nodes"]] == ["index", "learning", "A1", "A2", "living", "B1", "B2"]
    assert (written["values"][0], written["scale"]) == ([50, 30, 10], {"low": 0, "high": 100})


def test_file_when_the_edition_was_built_without_one_then_it_is_made_from_the_run(edition):
    folder = folder_of(edition)
    kept = workbench_file(edition, folder)
    (folder / NAME).unlink()
    assert workbench_file(edition, folder) == kept


def test_edition_when_it_cannot_be_reweighed_then_it_is_built_all_the_same(edition, tmp_path):
    run = run_of(edition)
    write_workbench(replace(run, bands=None), tmp_path)
    assert not (tmp_path / NAME).exists()
    with pytest.raises(DataProblem, match="workbench_without_bands"):
        workbench_text(replace(run, bands=None))


def test_page_when_the_edition_is_a_draft_then_only_staff_see_it(client, edition):
    edition.state = "draft"
    edition.save()
    addresses = [reverse(f"monitoring:{name}", args=[edition.code]) for name in ("workbench", "workbench_values")]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    client.force_login(make_staff(email="staff@example.org"))
    assert [client.get(address).status_code for address in addresses] == [200, 200]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_when_read_then_it_keeps_the_content_policy_and_costs_few_queries(
    client, edition, language, django_assert_max_num_queries
):
    client.force_login(make_person())
    with django_assert_max_num_queries(12):
        answered = client.get(f"/{language}/monitoring/editions/{edition.code}/workbench/")
    text = answered.content.decode()
    assert answered.status_code == 200
    assert ("style=" in text, "<style" in text, "<script>" in text, " onclick=" in text) == (False,) * 4


def test_page_when_weights_are_in_the_address_then_the_scores_are_the_hand_computation(client, edition):
    address = reverse("monitoring:workbench", args=[edition.code])
    assert scores_in(client.get(address)) == {"P1": 50.0, "P2": 37.5, "P3": 50.0}
    assert scores_in(client.get(address, {"w.learning": "3"})) == {"P1": 75.0, "P2": 43.75, "P3": 25.0}
    assert scores_in(client.get(address, {"w.living": "0"})) == {"P1": 100.0, "P2": 50.0, "P3": 0.0}


def test_page_when_sent_without_script_then_unticked_indicators_are_left_out(client, edition):
    address = reverse("monitoring:workbench", args=[edition.code])
    assert scores_in(client.get(address, {"picks": "1", "pick": ["A1", "A2"]})) == {"P1": 100.0, "P2": 50.0, "P3": 0.0}


def test_page_when_a_place_is_chosen_then_its_points_add_up_to_its_score(client, edition):
    page = client.get(reverse("monitoring:workbench", args=[edition.code]), {"place": "P2", "w.learning": "3"})
    parts = {part.code: part for part in page.context["page"].parts}
    assert [parts[code].points for code in ("index", "learning", "living", "A1")] == ["43.75", "37.50", "6.25", "18.75"]
    assert (parts["learning"].median, parts["learning"].difference, parts["index"].key) == ("50.0", "+0.0", "")


def test_page_when_nothing_is_touched_then_every_score_leads_to_its_trace(client, edition):
    page = client.get(reverse("monitoring:workbench", args=[edition.code]), {"place": "P2"})
    for part in page.context["page"].parts:
        assert client.get(reverse("monitoring:trace", args=[part.key])).status_code == 200


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"w.learning": "-1"}, "from 0 to 10"),
        ({"w.learning": "much"}, "much"),
        ({"w.learning": "nan"}, "from 0 to 10"),
        ({"w.learning": "0", "w.living": "0"}, "Let at least one indicator count"),
        ({"normalisation": "guess"}, "guess"),
    ],
)
def test_page_when_the_address_is_wrong_then_it_says_so_and_shows_the_report(client, edition, given, said):
    page = client.get(reverse("monitoring:workbench", args=[edition.code]), given)
    assert (page.status_code, said in page.content.decode()) == (422, True)
    assert scores_in(page) == {"P1": 50.0, "P2": 37.5, "P3": 50.0}


def test_extremes_when_asked_for_a_place_then_they_are_the_hand_computation(edition):
    bench = workbench_of(edition)
    reached = answer(bench, Choices())
    # P1 is 50 above the mean in learning and 41.7 below it in living: learning takes all that the bounds allow
    assert extreme_multipliers(bench, reached, "P1") == pytest.approx({"learning": 1.5, "living": 0.5})
    assert extreme_multipliers(bench, reached, "P1", highest=False) == pytest.approx({"learning": 0.5, "living": 1.5})


def test_whatif_when_nobody_is_signed_in_then_it_is_not_begun(client, edition):
    answered = client.post(reverse("monitoring:begin_whatif", args=[edition.code]), {"replications": 1000})
    assert (answered.status_code, "login" in answered["Location"], WhatIf.objects.count()) == (302, True, 0)


def test_whatif_when_begun_at_the_page_then_it_keeps_what_the_page_showed(client, edition):
    client.force_login(make_person())
    address = reverse("monitoring:begin_whatif", args=[edition.code])
    answered = client.post(address, {"replications": 2000, "query": "place=P2&w.learning=3&aggregation=geometric"})
    begun = WhatIf.objects.get()
    assert answered["Location"] == reverse("monitoring:whatif", args=[edition.code, begun.pk])
    assert (begun.multipliers, begun.aggregation, begun.place, begun.replications, begun.state) == (
        {"learning": 3.0}, "geometric", "P2", 2000, "waiting"
    )  # fmt: skip
    page = client.get(answered["Location"])
    assert "<progress" in page.content.decode()


@pytest.mark.parametrize("replications", [999, 100_001])
def test_whatif_when_too_few_or_too_many_are_asked_then_it_is_refused(client, edition, replications):
    person = make_person()
    with pytest.raises(Problem, match="replications_out_of_range"):
        begin_whatif(person, edition, Tried(), replications=replications, seed=1)
    client.force_login(person)
    client.post(reverse("monitoring:begin_whatif", args=[edition.code]), {"replications": replications})
    assert WhatIf.objects.count() == 0


def test_whatif_when_one_is_at_work_then_a_second_of_the_same_person_is_refused(edition):
    person = make_person()
    begin(person, edition)
    with pytest.raises(Problem, match="whatif_at_work"):
        begin(person, edition)
    assert begin(make_person(), edition).state == "waiting"


def test_whatif_when_many_were_done_then_only_the_last_ones_are_kept(edition):
    person = make_person()
    for _ in range(KEPT_A_PERSON + 3):
        finish_whatif(begin(person, edition).pk, {})
    assert WhatIf.objects.filter(person=person).count() == KEPT_A_PERSON


def test_whatif_when_done_then_the_result_is_a_table_with_bands_and_a_file(client, edition):
    from hub.rooms.monitoring.report.whatifs import run_whatif

    person = make_person()
    begun = begin(person, edition, multipliers={"learning": 3.0})
    run_whatif(begun.pk)
    begun.refresh_from_db()
    assert (begun.state, begun.fault, begun.progress) == ("done", "", 1.0)
    client.force_login(person)
    page = client.get(reverse("monitoring:whatif", args=[edition.code, begun.pk]))
    rows = [row for row, _name in page.context["rows"]]
    assert [(row.place, row.rank) for row in rows] == [("P1", 1), ("P2", 2), ("P3", 3)]
    assert all(1 <= row.low <= row.median <= row.high <= 3 for row in rows)
    table = client.get(reverse("monitoring:whatif_table", args=[edition.code, begun.pk])).content.decode().splitlines()
    assert (table[0].split(",")[:3], len(table)) == (["place", "name", "rank"], 4)


def test_whatif_when_somebody_else_asks_for_it_then_there_is_none(client, edition):
    begun = begin(make_person(), edition)
    client.force_login(make_staff(email="staff@example.org"))
    for name in ("whatif", "whatif_progress", "whatif_table"):
        assert client.get(reverse(f"monitoring:{name}", args=[edition.code, begun.pk])).status_code == 404


def test_whatif_when_its_worker_falls_silent_then_looking_at_it_puts_it_off_again(client, edition):
    person = make_person()
    begun = begin(person, edition)
    assert (claim_whatif(begun.pk) is not None, claim_whatif(begun.pk)) == (True, None)
    WhatIf.objects.update(heard_at=timezone.now() - SILENCE - timedelta(seconds=1), progress=0.6)
    client.force_login(person)
    told = client.get(reverse("monitoring:whatif_progress", args=[edition.code, begun.pk])).json()
    assert told == {"percent": 60, "over": False}
    begun.refresh_from_db()
    assert (begun.state, begun.progress, begun.is_silent) == ("waiting", 0, False)
    assert claim_whatif(begun.pk) is not None


def test_whatif_when_an_interrupted_one_was_forgotten_then_another_may_be_begun(edition):
    person = make_person()
    old = begin(person, edition)
    WhatIf.objects.update(heard_at=timezone.now() - SILENCE - timedelta(seconds=1))
    assert begin(person, edition).state == "waiting"
    old.refresh_from_db()
    assert (old.state, old.fault != "") == ("failed", True)


def test_whatif_when_the_person_asks_what_is_held_then_it_is_told_and_erased_with_the_account(edition):
    person = make_person()
    begin(person, edition, multipliers={"living": 0.5})
    held = holdings_of(person)["monitoring_whatifs"]
    assert [(one["edition__code"], one["multipliers"]) for one in held] == [("small-2026", {"living": 0.5})]
    erase_account(person, person)
    assert WhatIf.objects.count() == 0
