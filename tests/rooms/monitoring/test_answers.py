"""Questions about figures: who sees them, who may answer, and what stays of an answer."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.factories.monitoring import csv_of, make_round
from tests.factories.network import make_city, make_focal_point, make_staff
from tests.factories.people import make_person

from hub.commons.people.actions import erase_account
from hub.commons.people.holdings import holdings_of
from hub.kit.errors import Problem
from hub.rooms.monitoring.actions.answers import answer_question
from hub.rooms.monitoring.actions.rounds import name_contact
from hub.rooms.monitoring.engine.checks import Question
from hub.rooms.monitoring.files.frameworks import parse_framework
from hub.rooms.monitoring.models import Answer, Intake
from hub.rooms.monitoring.queries.questions import counts_of, questions_of_round

QUESTION = Question("share_as_fraction", "P1", "A1", "2024", "0.5")


def send(client, asked, *rows):
    file = SimpleUploadedFile("figures.csv", csv_of(*rows))
    client.post(reverse("monitoring:send_observations", args=[asked.code]), {"file": file})
    return Intake.objects.latest("pk")


def fraction_sent(client, person=None):
    """P1 had 51 per cent and now writes 0.5: (round, the delivery with 0.5)."""
    asked = make_round()
    client.force_login(make_staff())
    send(client, asked, "P1,A1,2023,51,,,,,", "P2,A1,2023,48,,,,,")
    if person is not None:
        name_contact(None, asked.places.get(code="P1"), person)
        client.force_login(person)
    return asked, send(client, asked, "P1,A1,2024,0.5,,,,,")


def answered(client, intake, verdict="confirmed", comment="It was counted anew.", key=QUESTION.key):
    words = {"question": key, "verdict": verdict, "comment": comment}
    return client.post(reverse("monitoring:answer_question", args=[intake.pk]), words)


def page_of(client, intake):
    return client.get(reverse("monitoring:receipt", args=[intake.pk])).content.decode()


def test_receipt_when_a_figure_stands_out_then_asks_about_it(client, db):
    _asked, intake = fraction_sent(client, make_person())
    page = page_of(client, intake)
    assert page.count(f'value="{QUESTION.key}"') == 1
    assert all(words in page for words in ("Indicator A1, Place P1, 2024", "Keep the answer", "csrfmiddlewaretoken"))


def test_receipt_when_nothing_stands_out_then_says_so(client, db):
    client.force_login(make_staff())
    intake = send(client, make_round(), "P1,A1,2024,50,,,,,")
    page = page_of(client, intake)
    assert "stands out" in page
    assert "Keep the answer" not in page


def test_receipt_when_the_delivery_is_not_the_one_asked_about_then_asks_nothing(client, db):
    asked, intake = fraction_sent(client)
    first = Intake.objects.exclude(pk=intake.pk).get(round=asked)
    assert "Keep the answer" not in page_of(client, first)


def test_answering_when_confirmed_with_a_comment_then_it_is_kept_with_person_and_history(client, db):
    person = make_person()
    _asked, intake = fraction_sent(client, person)
    answer = answered(client, intake)
    assert (answer.status_code, answer.url) == (302, reverse("monitoring:receipt", args=[intake.pk]) + "#questions")
    one = Answer.objects.get()
    assert (one.intake, one.verdict, one.comment, one.person) == (intake, "confirmed", "It was counted anew.", person)
    assert (one.code, one.place, one.indicator, one.period, one.found) == tuple(
        getattr(QUESTION, name) for name in ("code", "place", "indicator", "period", "found")
    )
    record = one.history.get()
    assert (record.history_user, record.history_change_reason) == (person, "monitoring.answer_question")
    page = page_of(client, intake)
    assert "It was counted anew." in page
    assert "Change the answer" in page


def test_answering_when_it_is_changed_then_one_answer_stands_and_both_are_in_the_history(client, db):
    _asked, intake = fraction_sent(client, make_person())
    answered(client, intake)
    answered(client, intake, "corrected", "")
    one = Answer.objects.get()
    assert (one.verdict, one.comment) == ("corrected", "")
    assert [record.verdict for record in one.history.order_by("history_id")] == ["confirmed", "corrected"]


@pytest.mark.parametrize(
    ("verdict", "comment"),
    [("confirmed", ""), ("confirmed", "   "), ("", "words"), ("maybe", "words"), ("withdrawn", "x" * 501)],
)
def test_answering_when_the_words_are_wrong_then_nothing_is_kept_and_the_form_says_why(client, db, verdict, comment):
    _asked, intake = fraction_sent(client, make_person())
    answer = answered(client, intake, verdict, comment)
    assert (answer.status_code, Answer.objects.count()) == (422, 0)
    assert f'id="question-{QUESTION.key}' in answer.content.decode()
    assert "errors" in answer.content.decode()


def test_answering_when_the_longest_comment_is_sent_then_it_is_kept(client, db):
    _asked, intake = fraction_sent(client, make_person())
    assert answered(client, intake, "confirmed", "é" * 500).status_code == 302
    assert len(Answer.objects.get().comment) == 500


@pytest.mark.parametrize("key", ["", "0" * 16, "../../etc", "x" * 500])
def test_answering_when_there_is_no_such_question_then_409_and_nothing_is_kept(client, db, key):
    _asked, intake = fraction_sent(client, make_person())
    assert (answered(client, intake, key=key).status_code, Answer.objects.count()) == (409, 0)


def test_answering_when_the_figure_was_revised_then_409_and_the_old_answer_stays_to_be_read(client, db):
    asked, intake = fraction_sent(client, make_person())
    answered(client, intake, "corrected", "A slip.")
    send(client, asked, "P1,A1,2024,52,,,,,")
    assert answered(client, intake).status_code == 409
    page = page_of(client, intake)
    assert "A slip." in page
    assert "Keep the answer" not in page


def test_answering_when_somebody_else_tries_then_it_is_forbidden(client, db):
    _asked, intake = fraction_sent(client, make_person())
    client.force_login(make_person())
    assert (answered(client, intake).status_code, Answer.objects.count()) == (403, 0)


def test_answering_when_signed_out_then_the_way_leads_to_the_sign_in(client, db):
    _asked, intake = fraction_sent(client, make_person())
    client.logout()
    assert (answered(client, intake).status_code, Answer.objects.count()) == (302, 0)


def test_answering_when_the_sender_answers_for_the_place_no_more_then_reads_but_may_not_answer(client, db):
    person = make_person()
    asked, intake = fraction_sent(client, person)
    asked.places.get(code="P1").contacts.remove(person)
    page = page_of(client, intake)
    assert "Indicator A1, Place P1, 2024" in page
    assert "Keep the answer" not in page
    assert (answered(client, intake).status_code, Answer.objects.count()) == (403, 0)


def test_answering_when_a_focal_point_takes_over_then_may_read_and_answer(client, db):
    asked, intake = fraction_sent(client, make_person())
    place, city = asked.places.get(code="P1"), make_city()
    place.city = city
    place.save()
    client.force_login(make_focal_point(city))
    assert answered(client, intake).status_code == 302


def test_answering_when_the_round_has_closed_then_it_is_still_taken(client, db):
    asked, intake = fraction_sent(client, make_person())
    asked.closes_on = asked.opens_on
    asked.save()
    assert answered(client, intake).status_code == 302


def test_answering_when_the_address_is_only_opened_then_the_receipt_shows(client, db):
    _asked, intake = fraction_sent(client, make_person())
    answer = client.get(reverse("monitoring:answer_question", args=[intake.pk]))
    assert (answer.status_code, answer.url) == (302, reverse("monitoring:receipt", args=[intake.pk]))


def test_answering_when_there_is_no_such_receipt_then_404(client, db):
    client.force_login(make_staff())
    assert client.post(reverse("monitoring:answer_question", args=[99]), {}).status_code == 404


def test_answering_when_the_form_lacks_its_token_then_it_is_forbidden(client, db):
    _asked, intake = fraction_sent(client, make_person())
    strict = type(client)(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert (answered(strict, intake).status_code, Answer.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"verdict": "confirmed"}, "comment_missing"),
        ({"verdict": "maybe", "comment": "words"}, "verdict_unknown"),
        ({"verdict": "corrected", "comment": "x" * 501}, "comment_too_long"),
    ],
)
def test_answer_action_when_the_words_are_wrong_then_names_the_fault(client, db, words, code):
    _asked, intake = fraction_sent(client)
    with pytest.raises(Problem) as raised:
        answer_question(None, intake, QUESTION, **words)
    assert (raised.value.code, Answer.objects.count()) == (code, 0)


def test_answer_action_when_the_figure_is_another_then_refuses(client, db):
    _asked, intake = fraction_sent(client)
    other = Question("share_as_fraction", "P1", "A1", "2024", "0.6")
    with pytest.raises(Problem) as raised:
        answer_question(None, intake, other, verdict="corrected")
    assert raised.value.code == "question_unknown"


def test_answer_when_written_past_the_action_then_the_database_still_holds_the_rules(client, db):
    _asked, intake = fraction_sent(client)
    cell = {"intake": intake, "code": "c", "place": "P1", "indicator": "A1", "period": "2024", "found": "1"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(**cell, verdict="confirmed", comment="")
    Answer.objects.create(**cell, verdict="corrected")
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(**cell, verdict="withdrawn")


def test_round_page_when_answers_come_in_then_staff_see_how_many_are_open(client, db):
    person = make_person()
    asked, intake = fraction_sent(client, person)
    framework = parse_framework(asked.framework)
    before = counts_of(questions_of_round(asked, framework))
    assert (before.asked, before.confirmed, before.promised, before.open) == (1, 0, 0, 1)
    client.force_login(make_staff())
    address = reverse("monitoring:round", args=[asked.code])
    assert "1 open question" in client.get(address).content.decode()
    answer_question(person, intake, QUESTION, verdict="withdrawn")
    after = counts_of(questions_of_round(asked, framework))
    assert (after.asked, after.confirmed, after.promised, after.open) == (1, 0, 1, 0)
    assert "1 open question" not in client.get(address).content.decode()


def test_round_page_when_a_contact_looks_then_only_the_own_places_count(client, db):
    asked, _intake = fraction_sent(client)
    framework = parse_framework(asked.framework)
    assert questions_of_round(asked, framework, only=frozenset({"P2"})) == []
    assert len(questions_of_round(asked, framework, only=frozenset({"P1"}))) == 1


def test_receipt_when_more_is_asked_then_it_costs_the_same(client, db, django_assert_max_num_queries):
    asked = make_round(places=tuple(f"P{number}" for number in range(30)))
    client.force_login(make_staff())
    send(
        client,
        asked,
        *(f"P{number},{code},2023,{50 + number % 3},,,,," for number in range(30) for code in ("A1", "A2")),
    )
    intake = send(client, asked, *(f"P{number},{code},2024,0.5,,,,," for number in range(14) for code in ("A1", "A2")))
    with django_assert_max_num_queries(12):
        page = page_of(client, intake)
    assert page.count("Keep the answer") >= 14
    person = make_person()
    for place in asked.places.all():
        name_contact(None, place, person)
    client.force_login(person)
    with django_assert_max_num_queries(12):
        assert "Keep the answer" in page_of(client, intake)


def test_answers_when_the_account_is_taken_away_or_erased_then_they_go_with_it_or_lose_the_name(client, db):
    person = make_person()
    _asked, intake = fraction_sent(client, person)
    answered(client, intake)
    [held] = holdings_of(person)["monitoring_answers"]
    assert (held["place"], held["verdict"], held["comment"]) == ("P1", "confirmed", "It was counted anew.")
    assert "It was counted anew." in json.dumps(held, default=str)
    erase_account(person, person)
    one = Answer.objects.get()
    assert (one.person, one.history.get().history_user, one.comment) == (None, None, "It was counted anew.")
