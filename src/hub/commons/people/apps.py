from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "hub.commons.people"
    label = "people"

    def ready(self) -> None:
        from hub.commons.people import queries
        from hub.commons.people.holdings import declare_holding

        declare_holding("account", queries.account_of)
        declare_holding("addresses", queries.addresses_of)
        declare_holding("sessions", queries.sessions_of)
