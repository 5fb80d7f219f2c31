"""What every page needs beside its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from .glossary import Explainer


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates the same page in the other languages, and the glossary."""
    code = get_language()
    language, _slash, rest = request.path.lstrip("/").partition("/")
    links = []
    if language in dict(settings.LANGUAGES):
        query = request.META.get("QUERY_STRING", "")
        links = [
            {
                "code": other,
                "name": name,
                "url": f"/{other}/{rest}" + (f"?{query}" if query else ""),
                "absolute": request.build_absolute_uri(f"/{other}/{rest}"),
                "current": other == code,
            }
            for other, name in OWN_NAMES.items()
        ]
    return {"language_links": links, "explainer": Explainer()}


# Each in its own language, so that a reader finds it on a page in another.
OWN_NAMES = {"en": "English", "fr": "Français", "es": "Español"}
