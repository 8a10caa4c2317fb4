from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """What administrators do to accounts and to the site, and the record of it."""

    name = "peersupport.administration"
    label = "administration"
