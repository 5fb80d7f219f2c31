"""The site map: every public page, in each language."""

from collections.abc import Callable

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

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
)


class LocalizedSitemap(Sitemap):
    """Addresses in every language, with the others as alternates."""

    i18n = True
    alternates = True
    x_default = True


class ListSitemap(LocalizedSitemap):
    """The home page and the lists."""

    def items(self) -> tuple[str, ...]:
        return LISTS

    def location(self, item: str) -> str:
        return reverse(f"partnerships:{item}")


class PageSitemap(LocalizedSitemap):
    """The public pages of one kind of record."""

    def __init__(self, model: type[Publishable]) -> None:
        super().__init__()
        self.model = model

    def items(self) -> QuerySet:
        return self.model.objects.published(timezone.now()).order_by("slug")

    def lastmod(self, item: Publishable) -> object:
        return item.reviewed_on


SITEMAPS: dict[str, Callable[[], Sitemap] | Sitemap] = {
    "lists": ListSitemap(),
    **{
        str(model._meta.model_name): PageSitemap(model)
        for model in (
            Partner,
            Framework,
            Agreement,
            Programme,
            Activity,
            TrainingCentre,
            Event,
            Topic,
            Person,
            Source,
            Guide,
        )
    },
}
