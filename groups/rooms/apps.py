from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "groups.rooms"
    label = "rooms"
