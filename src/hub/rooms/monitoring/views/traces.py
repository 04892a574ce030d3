"""From a printed figure back to the row that it came from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.files.traces import trace_key
from hub.rooms.monitoring.phrases import say


def find_trace(request: HttpRequest) -> HttpResponse:
    """Ask for a key."""
    key = request.GET.get("key", "").strip()
    if key:
        return redirect("monitoring:trace", key)
    return render(request, "monitoring/trace.html", {"key": ""})


def trace(request: HttpRequest, key: str) -> HttpResponse:
    """A figure and its way back."""
    try:
        found = trace_key(key, request.user)
    except DataProblem as problem:
        return render(request, "monitoring/trace.html", {"key": key, "problem": say(problem)}, status=404)
    return render(request, "monitoring/trace.html", {"key": key, "found": found, "edition": found.edition})
