"""Documents that learning content keeps: states and profiles."""

from django.db import models

from hub.rooms.academy.engine import documents


class DocumentKind(models.TextChoices):
    STATE = documents.STATE
    ACTIVITY_PROFILE = documents.ACTIVITY_PROFILE
    AGENT_PROFILE = documents.AGENT_PROFILE


class Document(models.Model):
    """A state or a profile. Personal data: whatever content keeps of a learner.

    scope   hash of kind, city, activity, person and registration (see `engine/documents.py`): what lists are of
    person  key of the agent, 0 where there is none; the agent itself is not kept
    activity, city  the key of the activity and the number of the city, 0 where there is none
    etag    SHA-1 of the bytes, in hexadecimal
    """

    kind = models.CharField(max_length=20, choices=DocumentKind)
    city = models.BigIntegerField(default=0)
    activity = models.BigIntegerField(default=0)
    person = models.BigIntegerField(default=0, db_index=True)
    registration = models.UUIDField(null=True)
    scope = models.BigIntegerField()
    name = models.TextField()
    content_type = models.CharField(max_length=200)
    content = models.BinaryField()
    etag = models.CharField(max_length=40)
    updated = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("scope", "name"), name="academy_document_once"),)
