"""From a round to a published edition: built, read section by section, traced, taken away."""

import json
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from tests.factories.monitoring import full_csv, make_round
from tests.factories.network import make_staff
from tests.factories.people import make_person

from hub.kit.errors import Problem
from hub.rooms.monitoring.actions.editions import begin_edition, publish_edition
from hub.rooms.monitoring.files.receive import receive_file
from hub.rooms.monitoring.models import Edition
from hub.rooms.monitoring.queries.editions import folder_of
from hub.rooms.monitoring.report.editions import build_edition


@pytest.fixture
def edition(db, settings, tmp_path):
    """An edition of a small round, built as a draft in English and Arabic."""
    settings.PRIVATE_ROOT = tmp_path
    settings.LANGUAGES = [pair for pair in settings.LANGUAGES if pair[0] in {"en", "ar"}]
    asked = make_round()
    receive_file(None, asked, name="figures.csv", content=full_csv())
    begun = begin_edition(None, asked, code="small-2026", titles={"en": "Small 2026"})
    build_edition(begun.pk)
    begun.refresh_from_db()
    return begun


def test_edition_when_built_then_it_is_a_draft_that_only_staff_can_read(client, edition):
    address = reverse("monitoring:edition", args=[edition.code])
    assert (edition.state, edition.fault, edition.counts["places"]) == ("draft", "", 3)
    assert client.get(address).status_code == 404
    client.force_login(make_person())
    assert client.get(address).status_code == 404
    client.force_login(make_staff(email="staff@example.org"))
    assert client.get(address).status_code == 200


def test_edition_when_published_then_everybody_reads_every_section(client, edition, django_assert_max_num_queries):
    publish_edition(None, edition)
    for language in ("en", "ar"):
        contents = json.loads((folder_of(edition) / "pages" / language / "contents.json").read_text())
        for section in contents:
            with django_assert_max_num_queries(12):
                answer = client.get(f"/{language}/monitoring/editions/{edition.code}/{section['code']}/")
            assert answer.status_code == 200
            assert "style=" not in answer.content.decode()


def test_edition_when_published_twice_then_the_second_time_is_refused(edition):
    publish_edition(None, edition)
    with pytest.raises(Problem, match="edition_not_draft"):
        publish_edition(None, edition)


def test_trace_when_a_printed_key_is_followed_then_it_ends_at_the_row_of_the_file(client, edition):
    publish_edition(None, edition)
    key = f"{edition.run_id[:8]}.P2.A2"
    answer = client.get(f"/api/v1/monitoring/trace/{key}").json()
    assert answer["value"] == 33.0
    assert [(row["file"], row["row"], row["value"]) for row in answer["observations"]] == [("figures.csv", 7, 33.0)]
    page = client.get(reverse("monitoring:trace", args=[key]))
    assert (page.status_code, "figures.csv" in page.content.decode()) == (200, True)


def test_trace_when_the_index_is_followed_then_all_rows_of_the_place_are_at_its_end(client, edition):
    publish_edition(None, edition)
    answer = client.get(f"/api/v1/monitoring/trace/{edition.run_id[:8]}.P1.index:rank").json()
    assert sorted(row["row"] for row in answer["observations"]) == [2, 3, 4, 5]


def test_trace_when_the_edition_is_a_draft_then_its_figures_are_not_given_away(client, edition):
    assert client.get(f"/api/v1/monitoring/trace/{edition.run_id[:8]}.P1.A1").status_code == 404


def test_scores_when_asked_then_no_rank_comes_without_its_band(client, edition):
    publish_edition(None, edition)
    rows = client.get(f"/api/v1/monitoring/editions/{edition.code}/scores").json()
    assert [row["place"] for row in rows] == ["P3", "P2", "P1"]
    assert all(row["rank_5th_percentile"] <= row["rank"] <= row["rank_95th_percentile"] for row in rows)


def test_downloads_when_taken_then_they_are_the_files_of_the_edition_and_nothing_else(client, edition):
    publish_edition(None, edition)
    package = client.get(reverse("monitoring:download", args=[edition.code, "package.zip"]))
    names = zipfile.ZipFile(BytesIO(b"".join(package.streaming_content))).namelist()
    assert "datapackage.json" in names
    pdf = client.get(reverse("monitoring:download", args=[edition.code, "report-en.pdf"]))
    assert b"".join(pdf.streaming_content)[:5] == b"%PDF-"
    assert client.get(f"/en/monitoring/editions/{edition.code}/files/../../../hub.sqlite3").status_code == 404
    assert client.get(reverse("monitoring:download", args=[edition.code, "nothing.pdf"])).status_code == 404


def test_edition_when_its_round_is_empty_then_beginning_is_refused(db):
    with pytest.raises(Problem, match="round_without_observations"):
        begin_edition(None, make_round(), code="empty", titles={"en": "Empty"})


def test_edition_when_the_code_is_taken_then_staff_read_why(client, edition):
    client.force_login(make_staff(email="staff@example.org"))
    address = reverse("monitoring:build_edition", args=[edition.round.code])
    answer = client.post(address, {"code": edition.code, "title": "Again"}, follow=True)
    assert (Edition.objects.count(), edition.code in answer.content.decode()) == (1, True)


def test_building_when_a_learner_asks_then_it_is_forbidden(client, edition):
    client.force_login(make_person())
    assert (
        client.post(
            reverse("monitoring:build_edition", args=[edition.round.code]), {"code": "x", "title": "X"}
        ).status_code
        == 403
    )
    assert client.post(reverse("monitoring:publish_edition", args=[edition.code])).status_code == 403


def test_exploring_when_the_edition_is_synthetic_then_the_drawn_and_the_live_chart_say_so(client, edition):
    publish_edition(None, edition)
    address = reverse("monitoring:explore", args=[edition.code])
    page = client.get(address, {"x": "A1", "y": "index"}).content.decode()
    live = client.get(reverse("monitoring:explore_chart", args=[edition.code]), {"x": "A1", "y": "index"}).json()
    assert ("SYNTHETIC" in page, "SYNTHETIC" in json.dumps(live)) == (True, True)
    assert [(row["name"], row["x"]) for row in live["datasets"]["own"]] == [
        ("Place P1 (P1)", 10.0),
        ("Place P2 (P2)", 30.0),
        ("Place P3 (P3)", 50.0),
    ]


def test_exploring_when_there_is_no_such_measure_then_it_is_422_with_the_cure(client, edition):
    publish_edition(None, edition)
    assert client.get(reverse("monitoring:explore", args=[edition.code]), {"x": "none"}).status_code == 422
    answer = client.get(reverse("monitoring:explore_chart", args=[edition.code]), {"x": "none"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "node_unknown")
