from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "hub.commons.ui"
    label = "ui"
