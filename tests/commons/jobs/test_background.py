"""Work that is put off: after the transaction, by name, actions only."""

import pytest
from django.db import transaction

from hub.commons.jobs import background
from hub.commons.jobs.background import later, perform, soon
from hub.rooms.academy.actions.progress import project_all
from hub.rooms.monitoring.actions.editions import note_progress
from hub.rooms.monitoring.report.editions import build_edition


def test_later_when_the_transaction_fails_then_nothing_is_put_off(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        later(build_edition, edition_id=1)
        transaction.set_rollback(True)
    assert callbacks == []


def test_later_when_something_else_than_numbers_and_texts_is_given_then_it_is_refused():
    with pytest.raises(TypeError, match="numbers and texts only; found others in edition"):
        later(note_progress, edition=object())


@pytest.mark.parametrize("module", ["os", "hub.cli", "hub.config.launch", "django.core.management"])
def test_perform_when_the_queue_names_no_action_of_ours_then_it_is_refused(module):
    with pytest.raises(ValueError, match="not an action of the Hub"):
        perform.call(module, "main", {})


def test_soon_when_asked_often_within_the_pause_then_it_is_put_off_once(db, django_capture_on_commit_callbacks):
    background._asked.clear()
    with django_capture_on_commit_callbacks() as callbacks:
        for _time in range(3):
            soon(project_all, seconds=30)
    assert len(callbacks) == 1


def test_soon_when_the_pause_is_over_then_it_is_put_off_again(db, django_capture_on_commit_callbacks):
    background._asked.clear()
    with django_capture_on_commit_callbacks() as callbacks:
        for _time in range(3):
            soon(project_all, seconds=0)
    assert len(callbacks) == 3
