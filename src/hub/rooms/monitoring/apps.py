from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "hub.rooms.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        from hub.commons.people.holdings import declare_holding
        from hub.rooms.monitoring import rules  # noqa: F401 (declares the permissions)
        from hub.rooms.monitoring.queries.people import answers_of, contacts_of, intakes_of
        from hub.rooms.monitoring.queries.whatifs import whatifs_held_of

        declare_holding("monitoring_places", contacts_of)
        declare_holding("monitoring_intakes", intakes_of)
        declare_holding("monitoring_answers", answers_of)
        declare_holding("monitoring_whatifs", whatifs_held_of)
