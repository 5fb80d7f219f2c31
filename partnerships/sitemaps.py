"""The site map: every public page, in each language, as sitemaps.org lays down.

An index names the parts: one of the lists, and one of each kind of record that has
pages. They are written as text from slugs and days of review. Django's framework
makes an object and four addresses of every page in every language, which took half
a second for 1,700 records.
"""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from django.views.decorators.http import require_safe

from .models import (
    Activity,
    Agreement,
    Event,
    Framework,
    Guide,
    Partner,
    Person,
    Programme,
    Publishable,
    Source,
    Topic,
    TrainingCentre,
)

LISTS = (
    "home",
    "partner-list",
    "ally-list",
    "framework-list",
    "agreement-list",
    "programme-list",
    "activity-list",
    "centre-list",
    "event-list",
    "topic-list",
    "source-list",
    "guide-list",
    "glossary",
    "disagreement-list",
    "method",
)

# The kinds of record with pages, as the names of those pages begin.
KINDS: dict[str, type[Publishable]] = {
    "partner": Partner,
    "framework": Framework,
    "agreement": Agreement,
    "programme": Programme,
    "activity": Activity,
    "centre": TrainingCentre,
    "event": Event,
    "topic": Topic,
    "person": Person,
    "source": Source,
    "guide": Guide,
}

# A part may have 50,000 addresses and 50 MB. This many records, in three languages
# and with the longest slugs and host, stay below both.
MOST_RECORDS = 5_000

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@require_safe
def index(request: HttpRequest, most: int = MOST_RECORDS) -> HttpResponse:
    """Name the parts that have an address; `most` records are in one part."""
    at = timezone.now()
    parts = [reverse("sitemap-part", args=["lists"])]
    for kind, model in KINDS.items():
        pages = -(-model.objects.published(at).count() // most)
        parts += [
            reverse("sitemap-part", args=[kind, number] if number > 1 else [kind])
            for number in range(1, pages + 1)
        ]
    entries = "".join(
        f"<sitemap><loc>{escape(request.build_absolute_uri(part))}</loc></sitemap>\n"
        for part in parts
    )
    return _xml(f'<sitemapindex xmlns="{NAMESPACE}">\n{entries}</sitemapindex>\n')


@require_safe
def part(
    request: HttpRequest, kind: str, number: str = "1", most: int = MOST_RECORDS
) -> HttpResponse:
    """Give the addresses of one kind; a part without any is not there."""
    host = request.build_absolute_uri("/").removesuffix("/")
    if kind == "lists" and number == "1":
        entries = "".join(_pattern(host, name).format(reviewed="") for name in LISTS)
    elif kind in KINDS:
        entries = _records(host, kind, (int(number) - 1) * most, most)
    else:
        entries = ""
    if not entries:
        raise Http404("No such part of the site map")
    return _xml(
        f'<urlset xmlns="{NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{entries}</urlset>\n"
    )


def _records(host: str, kind: str, first: int, most: int) -> str:
    """Write the pages of `most` public records of a kind, from the `first` on.

    A slug needs no escaping: the database lets in letters, digits and hyphens only.
    """
    pattern = _pattern(host, f"{kind}-page", "SLUG")
    rows = (
        KINDS[kind]
        .objects.published(timezone.now())
        .order_by("slug")
        .values_list("slug", "reviewed_on")[first : first + most]
    )
    return "".join(
        pattern.format(slug=slug, reviewed=_lastmod(reviewed_on))
        for slug, reviewed_on in rows
    )


def _lastmod(day: datetime.date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def _pattern(host: str, page: str, *slug: str) -> str:
    """Write a page's address in each language, each with all of them as alternates.

    The bare address, which chooses a language by the browser's, is for all others.
    `{slug}` and `{reviewed}` stand where those of a record go.
    """
    addresses = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            path = reverse(f"partnerships:{page}", args=slug)
        path = path.replace("SLUG", "{slug}")
        addresses[language] = escape(f"{host}{path}")
    own = settings.LANGUAGE_CODE
    bare = addresses[own].replace(f"{host}/{own}/", f"{host}/", 1)
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'
        for language, address in {**addresses, "x-default": bare}.items()
    )
    return "".join(
        f"<url><loc>{address}</loc>{{reviewed}}{alternates}</url>\n"
        for address in addresses.values()
    )


def _xml(root: str) -> HttpResponse:
    return HttpResponse(
        DECLARATION + root,
        content_type="application/xml",
        # It is read by crawlers, and no result of a search itself.
        headers={"X-Robots-Tag": "noindex"},
    )
