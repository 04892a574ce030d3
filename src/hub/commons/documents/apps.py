from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "hub.commons.documents"
    label = "documents"
