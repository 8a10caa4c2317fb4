from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "peersupport.activity"
    label = "activity"
