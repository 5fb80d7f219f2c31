"""The site's settings as tests see them, whatever the shell's environment says."""

import os

_OURS = {
    "DEBUG": "false",
    # The test client speaks plain HTTP; what HTTPS adds is tested by itself.
    "HTTPS": "off",
    "SECRET_KEY": "for tests only",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "DATABASE_URL": "sqlite://:memory:",
    "SECURITY_CONTACT": "security@example.org",
}
for _name in [
    *_OURS,
    "BEHIND_PROXY",
    "CACHE_URL",
    "CSRF_TRUSTED_ORIGINS",
    "EMAIL_URL",
    "HSTS_SECONDS",
    "MEDIA_ROOT",
    "MEDIA_URL",
    "STATEMENT_TIMEOUT",
    "STATIC_ROOT",
]:
    os.environ.pop(_name, None)
    os.environ.pop(f"{_name}_FILE", None)
os.environ.update(_OURS)

from config.settings import *  # noqa: E402, F403 - the environment comes first
from config.settings import STATICFILES_DIRS, STORAGES  # noqa: E402

# Hashed names need `collectstatic`: the crawl and the browser tests run with them.
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
STATIC_ROOT = STATICFILES_DIRS[0]

# Strong hashes are slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
