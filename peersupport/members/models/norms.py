from django.db import models


class NormsInForce(models.Model):
    """The one row that says which version of the norms counts: written by `moderation`.

    It lives here because every area asks whether a member has agreed, and may not ask upwards.
    """

    version = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"Norms version {self.version}"


def current_norms_version() -> int:
    row = NormsInForce.objects.order_by("-version").values_list("version", flat=True).first()
    return row or 0
