from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "hub.commons.places"
    label = "places"
