"""Answers for machines and for the bare address: nothing here is content."""

from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def _accepted_language(header: str) -> str:
    """The first of our languages that the header accepts; English if none."""
    for code, _quality in parse_accept_lang_header(header.lower()):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Send the bare address to a language. Only the header counts, no cookie."""
    language = _accepted_language(request.headers.get("Accept-Language", ""))
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Send browsers that guess the icon's address, as on admin pages, to the icon."""
    response = HttpResponseRedirect(static("img/favicon.svg"))
    patch_cache_control(response, public=True, max_age=86_400)
    return response


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers. Asks no database."""
    return HttpResponse("ok\n", content_type="text/plain")


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Every migration of this release; they can't change while it runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers and has every migration of this release."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        problem = "the database does not answer"
    else:
        missing = _known_migrations() - set(applied)
        problem = f"{len(missing)} migrations are not applied" if missing else ""
    if problem:
        return HttpResponse(
            f"not ready: {problem}\n",
            content_type="text/plain",
            status=503,
            headers={"Retry-After": "10"},
        )
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of the admin, and of pages without end."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/search/",
        "Disallow: /*as_of=",
        "",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where to report a weakness (RFC 9116). Absent until somebody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404("SECURITY_CONTACT is not set")
    # A file that names nobody for long is worse than none: it is renewed daily.
    expires = timezone.now().date() + timedelta(days=180)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%d}T00:00:00Z",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse(
        "\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"
    )
