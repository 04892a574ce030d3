"""`hub languages_extract`: bring the catalogues up to date with the marked texts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from hub.commons.languages.catalogues import compile_catalogues, merge_messages, messages_of_sources


class Command(BaseCommand):
    help = "Extract marked texts into the catalogues of all languages and say how many still lack a translation."

    def handle(self, *_: Any, **__: Any) -> None:
        messages = messages_of_sources()
        codes = [code for code, _name in settings.LANGUAGES if code != "en"]
        for code in codes:
            missing = merge_messages(code, messages)
            self.stdout.write(f"{code}: {len(messages)} texts, {missing} without a translation")
        compile_catalogues(codes)
