"""The room in the administration pages: reading, and naming who answers for a place."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from hub.rooms.monitoring.models import Answer, Edition, Intake, Round, RoundPlace


@admin.register(Round)
class RoundAdmin(SimpleHistoryAdmin):
    list_display = ("code", "opens_on", "closes_on", "is_synthetic")
    readonly_fields = ("code", "recipe", "framework", "is_synthetic")


@admin.register(RoundPlace)
class RoundPlaceAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "round")
    list_filter = ("round",)
    search_fields = ("code", "name")
    readonly_fields = ("round", "code", "columns")
    autocomplete_fields = ("city", "contacts")


class ReadOnlyAdmin(admin.ModelAdmin):
    """What is changed by actions only."""

    def has_add_permission(self, request: object, *_: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Intake)
class IntakeAdmin(ReadOnlyAdmin):
    list_display = ("name", "round", "rows", "added", "revised", "unchanged", "sent_by", "sent_at")
    list_filter = ("round",)


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ("intake", "code", "place", "indicator", "period", "found", "verdict", "person", "time")
    list_filter = ("verdict", "code")


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ("code", "round", "state", "run_id", "published_at")
