from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy


class AgeingConfig(AppConfig):
    name = "hub.rooms.ageing"
    label = "ageing"

    def ready(self) -> None:
        from hub.commons.people.holdings import declare_holding
        from hub.commons.places.pages import declare_city_page
        from hub.rooms.ageing import rules  # noqa: F401 (declares the permissions)
        from hub.rooms.ageing.queries.people import contacts_of, deliveries_of, outlooks_of, readings_of

        declare_city_page(
            "ageing", gettext_lazy("How this city ages"), lambda code: reverse("ageing:place", args=[code])
        )
        declare_holding("ageing_places", contacts_of)
        declare_holding("ageing_deliveries", deliveries_of)
        declare_holding("ageing_outlooks", outlooks_of)
        declare_holding("ageing_readings", readings_of)
