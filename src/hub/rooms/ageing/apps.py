from django.apps import AppConfig


class AgeingConfig(AppConfig):
    name = "hub.rooms.ageing"
    label = "ageing"

    def ready(self) -> None:
        from hub.commons.people.holdings import declare_holding
        from hub.rooms.ageing import rules  # noqa: F401 (declares the permissions)
        from hub.rooms.ageing.queries.people import contacts_of, deliveries_of, outlooks_of, readings_of

        declare_holding("ageing_places", contacts_of)
        declare_holding("ageing_deliveries", deliveries_of)
        declare_holding("ageing_outlooks", outlooks_of)
        declare_holding("ageing_readings", readings_of)
