"""Settings: one file that reads the environment.

Safe when nothing is set: not debug, SQLite beside the project, a cache in memory.
Loud when something is wrong: a value that can't be understood stops the start and
names its variable. Every variable can also be given as NAME_FILE, the path of a
file that holds the value, for secrets that should not stand in an environment.
"""

import re
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environ import Env
from environ.fileaware_mapping import FileAwareMapping

BASE_DIR = Path(__file__).resolve().parent.parent

# Reading the environment ----------------------------------------------------

_environment = FileAwareMapping()


def _text(name: str, default: str = "") -> str:
    """The value of a variable, or the default where it is unset or empty."""
    try:
        value = str(_environment[name]).strip()
    except KeyError:
        return default
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"{name}_FILE names a file that can't be read: {error}"
        ) from None
    return value or default


def _switch(name: str, default: bool) -> bool:
    """An on-off variable. A misspelt value is an error, never a silent 'off'."""
    value = _text(name).lower()
    if not value:
        return default
    if value in {"true", "on", "yes", "1"}:
        return True
    if value in {"false", "off", "no", "0"}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def _number(name: str, default: int, least: int = 0, most: int = 999_999_999) -> int:
    """A whole number within its bounds."""
    value = _text(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise ImproperlyConfigured(
            f"{name} must be a whole number from {least} to {most}, not {value!r}."
        )
    return int(value)


def _list(name: str) -> list[str]:
    """Values separated by commas."""
    return [part for raw in _text(name).split(",") if (part := raw.strip())]


# What is running ------------------------------------------------------------

DEBUG = _switch("DEBUG", default=False)

# Off only where plain HTTP never leaves the machine, as in the browser tests.
HTTPS = _switch("HTTPS", default=not DEBUG)

SECRET_KEY = _text("SECRET_KEY")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Set it to a long random value that stays the "
            "same from start to start (or SECRET_KEY_FILE to a file that holds it); "
            "for local use, set DEBUG=true instead."
        )
    # Fixed, so that a restart of the local server signs nobody out.
    SECRET_KEY = "django-insecure-for-local-use-only"  # noqa: S105 - debug only

ALLOWED_HOSTS = _list("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS and not DEBUG:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is '*': name the hosts that the site answers to, "
        "separated by commas."
    )
CSRF_TRUSTED_ORIGINS = _list("CSRF_TRUSTED_ORIGINS")

SECURITY_CONTACT = _text("SECURITY_CONTACT")
if SECURITY_CONTACT and ":" not in SECURITY_CONTACT and "@" in SECURITY_CONTACT:
    SECURITY_CONTACT = f"mailto:{SECURITY_CONTACT}"
if SECURITY_CONTACT and not re.fullmatch(
    r"(mailto:|https://|tel:)\S+", SECURITY_CONTACT
):
    raise ImproperlyConfigured(
        "SECURITY_CONTACT must be an e-mail address or begin with mailto:, https:// "
        f"or tel:, not {SECURITY_CONTACT!r}."
    )

# The application ------------------------------------------------------------

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "partnerships.apps.PartnershipsConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Before staticfiles: runserver then serves static files as production does.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "partnerships.middleware.permissions_policy",
    "csp.middleware.CSPMiddleware",
    # After the security headers, so that static files carry them too.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    # After the language is known, so that its refusal speaks it.
    "partnerships.middleware.refuse_unreadable_requests",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "partnerships.context.site",
                # The admin needs these two. Both are lazy: a public template that
                # names neither user nor messages reads no session.
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Data -----------------------------------------------------------------------


def _database() -> dict[str, Any]:
    """The database that DATABASE_URL names, or SQLite beside the project."""
    config: dict[str, Any]
    if url := _text("DATABASE_URL"):
        config = Env.db_url_config(url)
    else:
        config = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": BASE_DIR / "db.sqlite3",
        }
    options: dict[str, Any] = {}
    # In seconds. Read for SQLite too, so that a wrong value is found before a move.
    statement_timeout = _number("STATEMENT_TIMEOUT", default=30, least=1, most=600)
    if config.get("ENGINE") == "django.db.backends.sqlite3":
        options = {
            "timeout": 20,
            # A transaction takes the write lock when it begins: one that read first
            # and wrote later would be refused at once, whatever the timeout.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        }
    elif config.get("ENGINE") == "django.db.backends.postgresql":
        options = {
            "connect_timeout": 3,
            # PostgreSQL reads a bare number as milliseconds.
            "options": f"-c statement_timeout={statement_timeout}s",
        }
        config.setdefault("CONN_MAX_AGE", 60)
        config.setdefault("CONN_HEALTH_CHECKS", True)
    else:
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with sqlite:/// or postgresql://."
        )
    return {**config, "OPTIONS": {**options, **config.get("OPTIONS", {})}}


DATABASES = {"default": _database()}

CACHES = {"default": Env.cache_url_config(_text("CACHE_URL", "locmemcache://"))}

# Without EMAIL_URL, messages are written to the log instead of being sent.
_email = Env.email_url_config(_text("EMAIL_URL", "consolemail://"))
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _email["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10

FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Static and uploaded files --------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(_text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]

MEDIA_URL = _text("MEDIA_URL", "/media/")
MEDIA_ROOT = Path(_text("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# Languages and time ---------------------------------------------------------

LANGUAGE_CODE = "en"
# No cookie chooses a language, so that one address has one answer for all.
LANGUAGE_COOKIE_NAME = ""
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "UTC"
USE_TZ = True

# People who sign in ---------------------------------------------------------

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]

# Security -------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
# A load balancer asks for these two over plain HTTP, inside the house.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = _number("HSTS_SECONDS", default=2_592_000) if HTTPS else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    # To speak for every subdomain, or for browsers' built-in lists, is a promise of
    # whoever owns the domain; a content system must not make it for them.
    "security.W005",
    "security.W021",
]

# Only behind a proxy that always sets this header: anyone else could forge it.
if _switch("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    # Browsers refuse a cookie of this name unless this very host set it over HTTPS.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Logging --------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.Lines",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # In place of Django's own handlers, which are silent outside debug.
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "partnerships": {"level": "INFO"},
    },
}

# The fullest record posts some 400 fields in the admin; Django stops at 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
