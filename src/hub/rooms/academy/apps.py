from django.apps import AppConfig


class AcademyConfig(AppConfig):
    name = "hub.rooms.academy"
    label = "academy"

    def ready(self) -> None:
        from hub.commons.people.holdings import declare_holding
        from hub.rooms.academy import rules  # noqa: F401 (declares the permissions)
        from hub.rooms.academy.queries.people import records_of_person

        declare_holding("academy_records", records_of_person)
