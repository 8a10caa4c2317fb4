from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "moderation.safety"
    label = "safety"
