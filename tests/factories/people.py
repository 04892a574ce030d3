"""People for tests: one argument or none makes a valid one."""

from itertools import count

from hub.commons.people.models import Person

_numbers = count(1)


def make_person(**fields: object) -> Person:
    """Someone with an account and no role."""
    number = next(_numbers)
    return Person.objects.create_user(
        **({"email": f"person{number}@example.org", "first_name": f"Person {number}"} | fields)
    )
