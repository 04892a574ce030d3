"""Demonstration accounts have published passwords, so they work on this machine only."""

from collections.abc import Callable
from ipaddress import ip_address

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def is_loopback(request: HttpRequest) -> bool:
    """Whether the request came from this machine and names this machine."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback and (
            host == "localhost" or ip_address(host).is_loopback
        )
    except ValueError:
        return False


class DemonstrationMiddleware:
    """Signs a demonstration account out when it is used from anywhere but the machine that serves it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        person = request.user
        if person.is_authenticated and person.is_demonstration and not is_loopback(request):
            logout(request)
            return render(request, "people/demonstration_refused.html", status=403)
        return None
