"""Put an action off to the background: `later(publish_edition, edition_id=7)`.

The action is named by its module and name, so that any worker on any machine can find it. The worker is
`hub work` (django-tasks with its database backend, so it survives a restart).
"""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

# The file words of a room whose functions may be put off: actions, the door, and making a report.
KINDS = {"actions", "door", "report"}
# Action by module and name -> until when, in this process, it need not be asked for again.
_asked: dict[str, float] = {}


@task()
def perform(module: str, name: str, ids: dict[str, Any]) -> Any:
    """Run the named action. Only actions of the Hub are run, whatever the queue may hold."""
    if not module.startswith("hub.") or not set(module.split(".")) & KINDS:
        raise ValueError(f"not an action of the Hub: {module}.{name}")
    return getattr(import_module(module), name)(**ids)


def later(action: Callable[..., Any], **plain_ids: int | str | None) -> None:
    """Run an action after the present transaction is committed, in the background.

    plain_ids  numbers and texts only: what is put off must still be true when it is read back.
    """
    wrong = [name for name, value in plain_ids.items() if value is not None and not isinstance(value, int | str)]
    if wrong:
        raise TypeError(f"later() takes numbers and texts only; found others in {', '.join(wrong)}")
    transaction.on_commit(lambda: perform.enqueue(action.__module__, action.__name__, plain_ids))


def soon(action: Callable[..., Any], *, seconds: float) -> None:
    """Run an action in the background after a pause, however often it is asked for within the pause.

    For what follows from many small changes: the run comes after the last change of the pause, so nothing waits for long.
    """
    name = f"{action.__module__}.{action.__name__}"
    if _asked.get(name, 0.0) > monotonic():
        return
    _asked[name] = monotonic() + seconds
    can_wait = perform.get_backend().supports_defer
    task = perform.using(run_after=timezone.now() + timedelta(seconds=seconds)) if can_wait else perform
    transaction.on_commit(lambda: task.enqueue(action.__module__, action.__name__, {}))
