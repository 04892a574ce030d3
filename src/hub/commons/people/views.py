"""My account: what it holds, take it away, erase it."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hub.commons.people.actions import erase_account
from hub.commons.people.forms import AccountForm, ErasureForm
from hub.commons.people.holdings import holdings_of
from hub.commons.people.phrases import say
from hub.commons.people.visitors import signed_in
from hub.kit.errors import Problem


@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Show and change name and language."""
    form = AccountForm(request.POST or None, instance=signed_in(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your account was changed."))
        return redirect("people:account")
    status = 422 if form.errors else 200
    return render(
        request, "people/account.html", {"form": form, "holdings": holdings_of(signed_in(request))}, status=status
    )


@login_required
@never_cache
def export_account(request: HttpRequest) -> HttpResponse:
    """Everything held about the person who asks, as JSON."""
    content = {"exported_at": timezone.now(), "language": translation.get_language(), **holdings_of(signed_in(request))}
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="my-account.json"'
    return answer


@login_required
@never_cache
def erase(request: HttpRequest) -> HttpResponse:
    """Erase the account after the address was typed once more."""
    form = ErasureForm(request.POST or None, person=signed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            erase_account(signed_in(request), signed_in(request))
        except Problem as problem:
            form.add_error(None, say(problem))
        else:
            logout(request)
            messages.success(request, _("Your account was erased."))
            return redirect("lobby:home")
    return render(request, "people/erase.html", {"form": form}, status=422 if form.errors else 200)
