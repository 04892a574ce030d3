"""What a row that came with a load remembers of it."""

from django.db import models
from django.db.models import Q


class Loaded(models.Model):
    """Adds where a row came from in the shipped files. Personal data: none.

    loaded_key  names the row in its file, whatever staff have made of it since; blank where people entered it here
    loaded_as   a hash of what the last load wrote: as long as the row still has it, a new load may change the row
    """

    loaded_key = models.CharField(max_length=300, blank=True, editable=False)
    loaded_as = models.CharField(max_length=16, blank=True, editable=False)

    class Meta:
        abstract = True


def loaded_once(table: str) -> models.UniqueConstraint:
    """No row of a file is in a table twice."""
    return models.UniqueConstraint(
        fields=("loaded_key",), condition=~Q(loaded_key=""), name=f"network_{table}_loaded_once"
    )
