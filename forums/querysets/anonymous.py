from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from forums.models import Alias


class AliasQuerySet(models.QuerySet):
    def of(self, member: Any) -> list[Alias]:
        """Those of one person. Each is tried: an index would tell which have one author."""
        aliases: Any = self.iterator(1000)
        return [alias for alias in aliases if alias.is_of(member)]
