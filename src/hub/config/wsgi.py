"""The application that a web server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.config.settings.dev")
site = get_wsgi_application()
from hub.rooms.academy.endpoints.application import mounted  # noqa: E402 (needs the applications loaded)

application = mounted(site)
