"""The back office of the record store: credentials are given and taken away here, and shown with their history."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from hub.commons.people.visitors import signed_in
from hub.rooms.academy.actions.credentials import change_credential, make_credential, revoke_credential
from hub.rooms.academy.models import Credential
from hub.rooms.academy.rules import SCOPES


class CredentialForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("scopes"), choices=[(scope, scope) for scope in SCOPES], widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Credential
        fields = ("name", "scopes", "city", "requests_per_minute")


@admin.register(Credential)
class CredentialAdmin(SimpleHistoryAdmin):
    """Nothing is deleted: statements name the credential that they came in with."""

    form = CredentialForm
    list_display = ("name", "key", "scopes", "city", "requests_per_minute", "created", "revoked")
    list_select_related = ("city",)
    search_fields = ("name", "key")
    raw_id_fields = ("city",)
    actions = ("revoke",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # What statements carry, and whose records were seen, does not change afterwards.
        return ("name", "key", "authority", "city", "created", "revoked") if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        values = form.cleaned_data
        rate = values["requests_per_minute"]
        if change:
            change_credential(signed_in(request), obj, scopes=values["scopes"], requests_per_minute=rate)
            return
        made = make_credential(
            signed_in(request), obj.name, scopes=values["scopes"], city=obj.city_id, requests_per_minute=rate
        )
        obj.pk, obj.key = made.credential.pk, made.credential.key
        told = {"key": obj.key, "secret": made.secret, "header": made.header}
        messages.warning(
            request,
            _("Note this now, it is not shown again: key %(key)s, secret %(secret)s; as a header: %(header)s") % told,
        )

    @admin.action(description=gettext_lazy("Revoke the credentials that are ticked"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[Credential]) -> None:
        for credential in queryset:
            revoke_credential(signed_in(request), credential)
        messages.info(request, _("Revoked. No web process accepts them after ten seconds."))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("academy.make_credential")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("academy.make_credential")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("academy.make_credential")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
