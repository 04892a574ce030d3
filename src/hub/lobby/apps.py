from django.apps import AppConfig


class LobbyConfig(AppConfig):
    name = "hub.lobby"
    label = "lobby"
