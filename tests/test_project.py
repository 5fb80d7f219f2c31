"""What holds for the project as a whole: settings, headers, operations."""

import io
import logging
import os
import runpy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture
def settings_with(monkeypatch):
    """Read config/settings.py afresh under nothing but the given variables."""

    def read(**environment: str) -> dict:
        for name in list(os.environ):
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(PROJECT / "config" / "settings.py"))

    return read


# Settings


def test_without_a_secret_the_site_does_not_start(settings_with):
    """And the message says what to do."""
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY is not set\. Set it"):
        settings_with()


def test_with_a_secret_alone_the_site_is_safe(settings_with):
    """Unset means: not debug, HTTPS only, SQLite beside the project."""
    settings = settings_with(SECRET_KEY="s")
    assert settings["DEBUG"] is False
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] > 0
    assert settings["SESSION_COOKIE_SECURE"] is settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert settings["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert settings["DATABASES"]["default"]["NAME"] == PROJECT / "db.sqlite3"
    assert "locmem" in settings["CACHES"]["default"]["BACKEND"]
    assert "SECURE_PROXY_SSL_HEADER" not in settings


def test_a_secret_can_be_read_from_a_file(settings_with, tmp_path):
    """The line break that an editor leaves is no part of it."""
    (tmp_path / "key").write_text("from a file\n")
    settings = settings_with(SECRET_KEY_FILE=str(tmp_path / "key"))
    assert settings["SECRET_KEY"] == "from a file"


def test_a_secret_file_that_is_missing_stops_the_start(settings_with, tmp_path):
    """The message names the variable."""
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE names a file"):
        settings_with(SECRET_KEY_FILE=str(tmp_path / "none"))


def test_a_value_that_looks_like_a_variable_is_taken_as_it_is(settings_with):
    """A secret may begin with a dollar sign."""
    assert settings_with(SECRET_KEY="$HOME")["SECRET_KEY"] == "$HOME"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "flase"),
        ("HTTPS", "maybe"),
        ("BEHIND_PROXY", "2"),
        ("HSTS_SECONDS", "a year"),
        ("ALLOWED_HOSTS", "example.org, *"),
        ("SECURITY_CONTACT", "nobody"),
        ("DATABASE_URL", "mysql://localhost/site"),
    ],
)
def test_a_value_that_cannot_be_right_stops_the_start(settings_with, name, value):
    """And the message names the variable."""
    with pytest.raises(ImproperlyConfigured, match=name):
        settings_with(SECRET_KEY="s", **{name: value})


def test_sqlite_waits_for_other_writers(settings_with):
    """Write-ahead log, the lock taken first, and twenty seconds of patience."""
    options = settings_with(SECRET_KEY="s")["DATABASES"]["default"]["OPTIONS"]
    assert options["timeout"] == 20
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_postgresql_gives_up_on_what_takes_too_long(settings_with):
    """A lost server is noticed within seconds, a lost query within half a minute."""
    database = settings_with(
        SECRET_KEY="s", DATABASE_URL="postgresql://u:p@localhost/site?sslmode=require"
    )["DATABASES"]["default"]
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["OPTIONS"] == {
        "connect_timeout": 3,
        "options": "-c statement_timeout=30s",
        "sslmode": "require",
    }


@pytest.mark.parametrize("seconds", ["1", "600"])
def test_the_longest_query_is_given_in_seconds(settings_with, seconds):
    """As the manual says; PostgreSQL's own unit is another one."""
    database = settings_with(
        SECRET_KEY="s",
        DATABASE_URL="postgresql://u:p@localhost/site",
        STATEMENT_TIMEOUT=seconds,
    )["DATABASES"]["default"]
    assert database["OPTIONS"]["options"] == f"-c statement_timeout={seconds}s"
    manual = (PROJECT / "docs" / "deploying.md").read_text(encoding="utf-8")
    assert "| `STATEMENT_TIMEOUT` | seconds for one query" in manual
    assert "1 to 600" in manual


@pytest.mark.parametrize("value", ["0", "601", "30000", "-1", "1.5", "30s", "9" * 12])
def test_a_time_for_queries_that_is_out_of_bounds_stops_the_start(settings_with, value):
    """Whatever the database; and the message names the variable and its bounds."""
    with pytest.raises(
        ImproperlyConfigured,
        match="STATEMENT_TIMEOUT must be a whole number from 1 to 600, not",
    ):
        settings_with(SECRET_KEY="s", STATEMENT_TIMEOUT=value)


def test_only_a_proxy_that_is_announced_is_believed(settings_with):
    """Anyone can send X-Forwarded-Proto."""
    settings = settings_with(SECRET_KEY="s", BEHIND_PROXY="true")
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_the_suite_runs_on_the_database_that_was_asked_for(db, request):
    """--database=postgresql must not quietly test SQLite."""
    assert connection.vendor == request.config.getoption("--database")


# Headers


@pytest.mark.parametrize("address", ["/healthz", "/admin/login/"])
@pytest.mark.django_db
def test_every_answer_carries_the_strict_headers(client, address):
    """Nothing inline, nothing from elsewhere, no frames."""
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


# The log


@pytest.fixture
def log(monkeypatch):
    """What the site's own handler writes."""
    written = io.StringIO()
    # pytest adds handlers of its own.
    (handler,) = (
        each
        for each in logging.getLogger("django").handlers
        if type(each) is logging.StreamHandler
    )
    monkeypatch.setattr(handler, "stream", written)
    return written


@pytest.mark.parametrize(
    ("path", "host", "words"),
    [
        ("/en/partners/", "evil.example", "django.security.DisallowedHost: Invalid"),
        ("/en/partners/", "evil\nexample", "django.security.DisallowedHost: Invalid"),
        ("/admin/auth/user/", "testserver", "django.request: Forbidden"),
        (
            "/admin/partnerships/event/?a%0Ab__regex=(",
            "testserver",
            "django.security.DisallowedModelAdminLookup: Filtering by a b__regex",
        ),
    ],
)
def test_a_refusal_is_logged_in_one_line(editor_client, log, path, host, words):
    """Nothing of ours failed, so no trace; and what was sent can't add a line."""
    answer = editor_client.get(path, headers={"host": host})
    assert answer.status_code in {400, 403}
    (line,) = log.getvalue().splitlines()
    assert words in line


@pytest.mark.django_db
def test_a_failure_is_logged_with_its_trace(client, log, monkeypatch):
    """Somebody must find out why."""

    def fail(self):
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", fail)
    client.raise_request_exception = False
    assert client.get("/readyz").status_code == 500
    assert "Traceback" in log.getvalue()
    assert "ZeroDivisionError: on purpose" in log.getvalue()


# Operations


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("de,fr-CA;q=0.8,en;q=0.7", "fr"),
        ("de, ja", "en"),
        ("fr;q=0, es", "es"),
        ("*", "en"),
        ("no such header;;;", "en"),
    ],
)
def test_the_bare_address_leads_to_a_language_that_the_reader_accepts(
    client, accepted, language
):
    """English if none; and caches are told what the answer depends on."""
    client.cookies["django_language"] = "es" if language != "es" else "fr"
    response = client.get("/", headers={"accept-language": accepted})
    assert response.status_code == 302
    assert response.headers["Location"] == f"/{language}/"
    assert "Accept-Language" in response.headers["Vary"]
    assert "Cookie" not in response.headers["Vary"]


def test_health_asks_no_database(client, django_assert_num_queries):
    """pytest-django forbids the database here, so a query would fail."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readiness_needs_every_migration(client):
    """A release whose migrations are not applied gets no visitors."""
    assert client.get("/readyz").status_code == 200
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.headers["Retry-After"]


@pytest.mark.django_db
def test_readiness_needs_the_database(client, monkeypatch):
    """A database that is away is a 503 with a time to come back, not a 500."""
    from django.db import OperationalError

    def away(self):
        raise OperationalError("no connection")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", away)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.headers["Retry-After"]


def test_a_guessed_icon_leads_to_the_icon(client):
    """Browsers ask for /favicon.ico on pages that link no icon, as the admin's."""
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert (PROJECT / response.headers["Location"].lstrip("/")).is_file()


def test_robots_are_kept_out_of_the_admin(client):
    """And are told where the sitemap is."""
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/\n" in text
    assert "Sitemap: http://testserver/sitemap.xml\n" in text


def test_security_txt_says_where_to_report(client, settings):
    """RFC 9116: a contact, and a day until which it holds, less than a year off."""
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == "mailto:security@example.org"
    expires = datetime.fromisoformat(fields["Expires"])
    now = datetime.now(UTC)
    assert now < expires < now + timedelta(days=365)


def test_security_txt_is_absent_until_somebody_is_named(client, settings):
    """A file without a contact would be invalid."""
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


# Accounts


@pytest.mark.django_db
def test_an_editor_may_do_everything_to_content_and_nothing_to_accounts(editor):
    """The group of editors has each permission of the app and none of others."""
    assert editor.is_staff
    assert not editor.is_superuser
    permissions = editor.get_all_permissions()
    assert permissions
    assert {name.split(".")[0] for name in permissions} == {"partnerships"}


@pytest.mark.django_db
def test_the_editors_password_is_random_shown_once_and_kept(capsys, django_user_model):
    """A second run neither prints nor changes it."""
    call_command("ensure_editor")
    password = capsys.readouterr().out.split("password: ")[1].split()[0]
    before = django_user_model.objects.get(username="editor")
    assert before.check_password(password)
    call_command("ensure_editor")
    said = capsys.readouterr().out
    assert password not in said
    assert "changepassword editor" in said
    after = django_user_model.objects.get(username="editor")
    assert after.password == before.password
    assert Group.objects.count() == 1


# The tree


@pytest.mark.django_db
def test_no_migration_is_missing():
    """A change of a model comes with its migration."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
