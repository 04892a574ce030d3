from django.apps import AppConfig


class AcademyConfig(AppConfig):
    name = "hub.rooms.academy"
    label = "academy"

    def ready(self) -> None:
        from hub.commons.people.holdings import declare_erasure, declare_holding
        from hub.rooms.academy import rules  # noqa: F401 (declares the permissions)
        from hub.rooms.academy.actions.erasure import forget_with_account
        from hub.rooms.academy.queries.people import records_of_person

        declare_holding("academy_records", records_of_person)
        declare_erasure("academy_records", forget_with_account)
