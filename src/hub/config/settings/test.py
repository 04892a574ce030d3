"""For the test suite: fast hashing, mail kept in memory, files in a folder that goes with the run."""

import tempfile
from pathlib import Path

from hub.config.settings.base import *  # noqa: F403
from hub.config.settings.base import DATABASES, STORAGES, env

HUB_HOME = Path(env.str("HUB_TEST_HOME", default="") or tempfile.mkdtemp(prefix="hub-test-"))
MEDIA_ROOT = HUB_HOME / "media"
PRIVATE_ROOT = HUB_HOME / "private"
STATIC_ROOT = HUB_HOME / "static"
STATIC_BUILD = HUB_HOME / "static-build"
STATIC_BUILD.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [STATIC_BUILD]
SECRET_KEY = "only-for-tests"  # noqa: S105
HUB_DEMONSTRATION = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": None}
