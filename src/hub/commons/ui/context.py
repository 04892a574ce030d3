"""What every page's frame shows: the main links, and this page in the other languages."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    code: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Chrome:
    links: tuple[Link, ...]
    languages: tuple[LanguageChoice, ...]
    language_name: str


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The context processor; worked out only when a template asks for it."""
    return {"chrome": SimpleLazyObject(partial(_chrome_of, request))}


def _chrome_of(request: HttpRequest) -> Chrome:
    language = get_language() or settings.LANGUAGE_CODE
    path = request.get_full_path()
    if path == "/":
        path = reverse("lobby:home")
    languages = tuple(
        LanguageChoice(code, name, translate_url(path, code), code == language) for code, name in settings.LANGUAGES
    )
    return Chrome(_links(request), languages, dict(settings.LANGUAGES).get(language, language))


def _links(request: HttpRequest) -> tuple[Link, ...]:
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    rooms = (
        (_("Map"), "lobby:map"),
        (_("Cities"), "network:cities"),
        (_("Healthy ageing"), "ageing:network"),
        (_("Monitoring Report"), "monitoring:editions"),
    )
    taken = {name for _label, name in rooms}

    def is_here(name: str) -> bool:
        return here == name or (here not in taken and here.split(":")[0] == name.split(":")[0] and name != "lobby:map")

    return tuple(Link(label, reverse(name), is_here(name)) for label, name in rooms)
