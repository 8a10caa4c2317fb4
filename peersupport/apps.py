from django.apps import AppConfig


class PeersupportConfig(AppConfig):
    """The composition root: commands, the demo community, the tables of who reacts to what."""

    name = "peersupport"
    label = "peersupport"
