from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "groups.resources"
    label = "resources"
