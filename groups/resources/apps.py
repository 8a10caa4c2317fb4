from importlib import import_module

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "groups.resources"
    label = "resources"

    def ready(self):
        import_module("groups.resources.contents").register_contents()
