"""The statement store: rows that are written once.

`sequence` is given under the writers' lock, without gaps, in the order of commits; `stored` rises with it. Whoever has read up
to a sequence has missed nothing. Only the erasure of a person rewrites a body.
"""

from django.db import models


class Statement(models.Model):
    """One statement as it is given out. Personal data: the actor and whatever `body` says.

    credential  number of the credential that brought it
    city        number of the city of that credential; 0 where it has none
    target      id of the statement that its object refers to
    body        JSON as the store completed it (id, stored, timestamp, authority, version)
    """

    sequence = models.BigIntegerField(primary_key=True)
    id = models.UUIDField(unique=True)
    stored = models.DateTimeField(db_index=True)
    credential = models.BigIntegerField()
    city = models.BigIntegerField(default=0)
    target = models.UUIDField(null=True)
    body = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=("city", "sequence"), name="academy_statement_city", condition=models.Q(city__gt=0)),
            models.Index(fields=("target",), name="academy_statement_target", condition=models.Q(target__isnull=False)),
        )


class Mention(models.Model):
    """That a statement is found by a key (see `engine/statement/mentions.py`). Personal data: none, hashes only.

    A statement that refers to another is found by the other's keys too: `origin` is the statement whose keys they are, so that
    several filters can be held by one statement of the chain.
    """

    pk = models.CompositePrimaryKey("key", "sequence", "origin")
    key = models.BigIntegerField()
    sequence = models.BigIntegerField()
    origin = models.BigIntegerField()


class Voiding(models.Model):
    """That a statement is void, and which one says so. Personal data: none.

    city  whose credential said it; 0 for one of the whole hub. A city can make void what is its own only.
    """

    pk = models.CompositePrimaryKey("statement", "city")
    statement = models.UUIDField()
    city = models.BigIntegerField(default=0)
    sequence = models.BigIntegerField()


class Activity(models.Model):
    """What has been said of an activity, merged. Personal data: none.

    key  hash of the identifier (see `engine/statement/mentions.py`)
    """

    key = models.BigIntegerField(primary_key=True)
    iri = models.TextField()
    definition = models.TextField(default="{}")


class Attachment(models.Model):
    """Bytes that statements refer to by their SHA-2. Personal data: may hold some, as its statement.

    city  whose credential sent them; 0 for one of the whole hub. Who knows a hash does not get another city's bytes by it.
    """

    pk = models.CompositePrimaryKey("city", "sha2")
    city = models.BigIntegerField(default=0)
    sha2 = models.CharField(max_length=128)
    content_type = models.CharField(max_length=200)
    content = models.BinaryField()
