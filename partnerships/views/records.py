"""What every list and every page shares: when it is read, and how it is cited."""

import datetime
from collections.abc import Iterable, Iterator, Sized
from itertools import chain
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.generic import DetailView, View
from django_filters.views import FilterView

from ..disagreements import CITED_AS
from ..evidence import Evidence
from ..models import Publishable, Record
from ..reach import Reach
from ..reading import Reading
from ..translation import by_name
from .withdrawn import is_withdrawn, withdrawn_page


class ReadingView(View):
    """A view that answers one reading: all its rules agree on moment and day."""

    reading: Reading

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fix the reading once."""
        super().setup(request, *args, **kwargs)
        self.reading = Reading.now()


class RecordList(ReadingView, FilterView):
    """A list of public records, with filters and pages.

    `by_name` sorts by the words that a reader sees, in the language of the page:
    only for kinds of which there are at most some hundreds.
    """

    paginate_by = 50
    by_name: ClassVar[bool] = False

    def get_queryset(self) -> QuerySet:
        """Only what is public."""
        return self.reading.for_list(self.model)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        """Tell the filters when the list is read."""
        kwargs = super().get_filterset_kwargs(filterset_class)
        return {**kwargs, "reading": self.reading}

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Sort by name, where the list asks for it, before it is cut into pages."""
        if self.by_name:
            queryset = by_name(queryset)
        return super().paginate_queryset(queryset, page_size)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page links that are shown, and the day of reading."""
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        return {
            **context,
            "page_range": page.paginator.get_elided_page_range(page.number),
            "day": self.reading.day,
            "clear_url": self.request.path if self.request.GET else "",
            "canonical_query": self.canonical_query(context["filter"], page.number),
        }

    def canonical_query(self, filterset: Any, number: int) -> str:
        """Return what leads to this page of the whole list, and to no other.

        A filtered list is a part of the whole one, and gives the address of that.
        """
        given = self.request.GET
        filtered = any(given.get(name) for name in filterset.form.fields)
        return f"?page={number}" if number > 1 and not filtered else ""


class RecordPage(ReadingView, DetailView):
    """The page of one public record, with the evidence for all that it shows."""

    context_object_name = "record"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer, or lead from an address that the page had before to today's.

        Of what was public once, and is withdrawn, any address says so.
        """
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            needed = (*self.model.for_link, *self.model.public_through)
            found = self.model.objects.formerly_at(kwargs["slug"])
            record = found.select_related(*needed).first() if needed else found.first()
            if record is None:
                raise
            if self.reading.sees(record):
                return self._lead_to(record)
            if is_withdrawn(record, self.reading.at):
                return withdrawn_page(request, record)
            raise

    def _lead_to(self, record: Any) -> HttpResponse:
        query = self.request.META.get("QUERY_STRING", "")
        address = record.get_absolute_url() + (f"?{query}" if query else "")
        response = redirect(address, permanent=True)
        # A page may go back to an address that it had before: a browser that kept
        # this answer would then be led in a circle.
        patch_cache_control(response, no_cache=True)
        return response

    def get_queryset(self) -> QuerySet:
        """Only what is public; a draft is no page."""
        return self.reading.for_page(self.model)

    def shown(self, record: Any) -> Iterable[Record]:
        """Return every record whose sources the page refers to, in its order."""
        return with_parts(record)

    def possible(self, record: Any) -> Iterable[Record]:
        """Return what is shown only if the sources prove it; none on most pages."""
        return ()

    def proven(self, record: Any, evidence: Evidence) -> Iterable[Record]:
        """Return what of that the page shows."""
        return ()

    def reach(self, shown: Iterable[Record], evidence: Evidence) -> Reach | None:
        """Return to which day the facts of the page go; None where it states none."""
        return Reach.of(shown, evidence, self.reading.day)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the evidence, the disagreements about what is shown, and its reach."""
        record = self.object
        shown = _cited(self.shown(record))
        asked = _cited(chain(shown, self.possible(record)))
        evidence = Evidence.of(asked, self.reading)
        shown = _cited(chain(shown, self.proven(record, evidence)))
        return super().get_context_data(
            evidence=evidence,
            disagreements=evidence.all_disagreements(shown),
            reach=self.reach(shown, evidence),
            day=self.reading.day,
            overdue=is_overdue(self.object, self.reading.day),
            page_address=self.request.build_absolute_uri(self.request.path),
            **kwargs,
        )


def _cited(records: Iterable[Record]) -> list[Record]:
    """Return those that sources are cited for, each once."""
    return [each for each in dict.fromkeys(records) if type(each) in CITED_AS]


def with_parts(record: Record) -> Iterator[Record]:
    """Yield a record and its loaded parts that state facts."""
    yield record
    for name in record.parts:
        if name not in ("citations", "addresses"):
            for part in getattr(record, name).all():
                yield from with_parts(part)


def contents(
    context: dict[str, Any], *sections: tuple[str, str, Sized | None]
) -> list[tuple[str, str, int | None]]:
    """List the sections of a page that have something in them, for its contents.

    A section is its fragment, its title and what it holds; one that holds None
    has no number and always stands. Those that close every page follow.
    """
    closing: list[tuple[str, str, Sized | None]] = [
        ("disagreements", _("Where sources disagree"), context["disagreements"]),
        ("cite", _("Cite this page"), None),
    ]
    if context["evidence"].citations:
        closing.insert(1, ("sources", _("Sources"), None))
    return [
        (fragment, title, None if things is None else len(things))
        for fragment, title, things in [*sections, *closing]
        if things is None or len(things)
    ]


def is_overdue(record: Publishable, day: datetime.date) -> bool:
    """Tell whether the next review of a record is due before `day`."""
    return bool(record.review_due and record.review_due < day)
