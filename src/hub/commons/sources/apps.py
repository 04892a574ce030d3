from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "hub.commons.sources"
    label = "sources"
