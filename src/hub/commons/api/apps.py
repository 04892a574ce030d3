from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "hub.commons.api"
    label = "api"
