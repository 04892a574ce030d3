from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "hub.rooms.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        from hub.commons.people.holdings import declare_holding
        from hub.rooms.monitoring import rules  # noqa: F401 (declares the permissions)
        from hub.rooms.monitoring.queries.people import contacts_of, intakes_of

        declare_holding("monitoring_places", contacts_of)
        declare_holding("monitoring_intakes", intakes_of)
