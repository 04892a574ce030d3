"""Make an installation ready: languages, files for the browser, database, register, demonstration. Repeats nothing."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext_noop
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from hub.commons.languages.catalogues import compile_catalogues
from hub.commons.ui.browser_files import build_browser_files

STEPS = (
    gettext_noop("languages"),
    gettext_noop("files for the browser"),
    gettext_noop("database"),
    gettext_noop("register of cities"),
    gettext_noop("figures of countries"),
    gettext_noop("demonstration"),
)


class Command(BaseCommand):
    help = "Make everything ready that `hub run` serves. Safe to repeat: what is there stays."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        console = Console(stderr=True)
        work: tuple[Callable[[], None], ...] = (
            _languages,
            _browser_files,
            _database,
            _register,
            _national,
            _demonstration,
        )
        columns = (TextColumn("{task.description:<24}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            task = progress.add_task(STEPS[0], total=len(work))
            for name, step in zip(STEPS, work, strict=True):
                progress.update(task, description=name)
                step()
                progress.advance(task)


def _languages() -> None:
    compile_catalogues([code for code, _name in settings.LANGUAGES if code != "en"])


def _browser_files() -> None:
    build_browser_files(settings.STATIC_BUILD)
    call_command("collectstatic", interactive=False, verbosity=0)


def _database() -> None:
    for folder in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
        folder.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)


def _register() -> None:
    call_command("network_load")


def _national() -> None:
    call_command("ageing_load")


def _demonstration() -> None:
    if settings.HUB_DEMONSTRATION:
        call_command("demonstrate")
