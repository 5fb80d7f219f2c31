"""What every page needs beside its own content."""

from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language

from .glossary import Explainer


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates the same page in the other languages, and the glossary."""
    code = get_language()
    # Quoted again: the page that refuses an address must not repeat it as it came.
    path = escape_uri_path(request.path)
    language, _slash, rest = path.lstrip("/").partition("/")
    links = []
    if language in dict(settings.LANGUAGES):
        query = request.META.get("QUERY_STRING", "")
        site_url = _site_url(request)
        links = [
            {
                "code": other,
                "name": name,
                "url": f"/{other}/{rest}" + (f"?{query}" if query else ""),
                "absolute": f"{site_url}/{other}/{rest}",
                "current": other == code,
            }
            for other, name in OWN_NAMES.items()
        ]
    return {"language_links": links, "explainer": Explainer()}


def _site_url(request: HttpRequest) -> str:
    """Return scheme and host; nothing on the page that refuses a foreign host."""
    try:
        return request.build_absolute_uri("/").rstrip("/")
    except DisallowedHost:
        return ""


# Each in its own language, so that a reader finds it on a page in another.
OWN_NAMES = {"en": "English", "fr": "Français", "es": "Español"}
