from importlib import import_module

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self):
        import_module("groups.contents").register_contents()
