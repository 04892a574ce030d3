from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "hub.commons.languages"
    label = "languages"
