from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "hub.rooms.network"
    label = "network"
    verbose_name = _("Network")

    def ready(self) -> None:
        from hub.commons.people.holdings import declare_holding
        from hub.rooms.network.queries.people import holdings_of_network

        declare_holding("network", holdings_of_network)
