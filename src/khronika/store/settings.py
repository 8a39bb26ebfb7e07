"""What Django needs to know to open a casebook without the desk.

There is no secret here: the key of the database is in `store.keyring`, the secret that signs
sessions is made at random when a casebook is made and lives inside it.
"""

from typing import Any

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "axes",
    "khronika.store",
]
DATABASES: dict[str, dict[str, Any]] = {
    "default": {"ENGINE": "khronika.store.sqlcipher", "NAME": "", "ATOMIC_REQUESTS": False}
}
AUTH_USER_MODEL = "store.Member"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
SECRET_KEY = ""  # set from inside the casebook when it is opened
LOGGING_CONFIG = None  # nothing of the record is ever logged
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W003", "axes.W004"]
