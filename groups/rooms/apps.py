from importlib import import_module

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "groups.rooms"
    label = "rooms"

    def ready(self):
        import_module("groups.rooms.contents").register_contents()
