from importlib import import_module

from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self):
        import_module("forums.contents").register_contents()
