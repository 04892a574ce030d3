"""On a laptop: embedded database, a secret key of its own, mail to the console, loopback only."""

from hub.config.secret import secret_key_of
from hub.config.settings.base import *  # noqa: F403
from hub.config.settings.base import HUB_HOME, SECRET_KEY

SECRET_KEY = SECRET_KEY or secret_key_of(HUB_HOME)
HUB_DEMONSTRATION = True
