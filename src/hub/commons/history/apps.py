from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "hub.commons.history"
    label = "history"
