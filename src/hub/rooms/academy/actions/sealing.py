"""Secrets of other systems, kept so that a copy of the database alone does not give them away.

They have to be sent as they are, so a hash is not enough; signing does not hide. Sealed with Fernet (AES-128-CBC and HMAC-SHA256)
under a key made from SECRET_KEY: there is one secret of the site to keep and to change, in the environment and not in the database.
After a change of SECRET_KEY the old one in SECRET_KEY_FALLBACKS still opens; `opened` tells nothing else apart.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from hub.kit.errors import DataProblem

PURPOSE = b"hub.rooms.academy: secrets of other systems"


def sealed(secret: str) -> str:
    """A secret as the database may keep it."""
    return _seals().encrypt(secret.encode()).decode()


def opened(text: str) -> str:
    """The secret that was sealed. Errors: `sealed_secret_unreadable`."""
    try:
        return _seals().decrypt(text.encode()).decode()
    except InvalidToken:
        raise DataProblem("sealed_secret_unreadable") from None


def _seals() -> MultiFernet:
    return MultiFernet([_seal(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _seal(key: str) -> Fernet:
    """SECRET_KEY is drawn at random and long: it needs no slow hash, only a derivation of its own for this purpose."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return Fernet(urlsafe_b64encode(derived))
