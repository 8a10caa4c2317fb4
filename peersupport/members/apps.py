from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "peersupport.members"
    label = "members"
