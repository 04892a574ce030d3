"""What statements come to: progress and the days of cities. All of it can be made again from the statements.

Keys of activities and agents are those of `engine/statement/keys.py`; times are in UTC; time spent is in hundredths of a second.
"""

from django.db import models


class Position(models.Model):
    """How far a reader of the store has come. Personal data: none."""

    name = models.CharField(max_length=40, primary_key=True)
    sequence = models.BigIntegerField(default=0)


class UnitState(models.Model):
    """How far a registration came in a unit. Personal data: progress of the person that the registration is of.

    unit   IRI of the activity, `unit_key` its hash
    state  the furthest that was said, see `engine/progress/events.py`
    """

    registration = models.UUIDField()
    unit = models.TextField()
    unit_key = models.BigIntegerField()
    state = models.CharField(max_length=20)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    success = models.BooleanField(null=True)
    best_scaled = models.FloatField(null=True)
    centiseconds = models.BigIntegerField(default=0)
    progress_percent = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("registration", "unit_key"), name="academy_unit_state_once"),)


class EnrolmentState(models.Model):
    """How far a registration came as a whole. Personal data: progress of a person, who is named by a hash.

    person           key of the agent; 0 where a group is registered
    programme        IRI; blank where no statement names one
    first_sequence   of the statement that says person and city; `programme_sequence`, of the one that names the programme
    units_completed  without the programme itself, as `units_started`
    progress         0 to 1
    """

    registration = models.UUIDField(primary_key=True)
    person = models.BigIntegerField(db_index=True)
    city = models.BigIntegerField()
    programme = models.TextField(blank=True)
    programme_key = models.BigIntegerField()
    first_sequence = models.BigIntegerField()
    programme_sequence = models.BigIntegerField(null=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    units_started = models.PositiveIntegerField(default=0)
    units_completed = models.PositiveIntegerField(default=0)
    progress = models.FloatField(default=0)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("city", "programme_key"), name="academy_enrolment_of_city"),)


class PersonDay(models.Model):
    """What a person did in a programme on a day: it makes the number of active people exact.

    Personal data: on which days somebody learned, who is named by a hash; 0 where a group acted.
    """

    city = models.BigIntegerField()
    programme = models.TextField(blank=True)
    programme_key = models.BigIntegerField()
    day = models.DateField()
    person = models.BigIntegerField()
    events = models.PositiveIntegerField()
    centiseconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "day", "city", "programme_key"), name="academy_person_day_once"),
        )
        indexes = (models.Index(fields=("city", "day"), name="academy_person_day_of_city"),)


class CityDay(models.Model):
    """A programme of a city on a day, exact; who reads it for others hides small counts (`queries/progress.py`).

    Personal data: none, but counts of few people.
    """

    city = models.BigIntegerField()
    programme = models.TextField(blank=True)
    programme_key = models.BigIntegerField()
    day = models.DateField()
    events = models.IntegerField(default=0)
    people = models.IntegerField(default=0)
    started = models.IntegerField(default=0)
    completions = models.IntegerField(default=0)
    centiseconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("city", "day", "programme_key"), name="academy_city_day_once"),)
