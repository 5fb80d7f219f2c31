"""What stands at the address of a record that was public and is not any more."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_cache_control
from django.utils.text import capfirst

from ..models import Event, Publishable, PublishingStatus
from ..translation import wording


def is_withdrawn(record: Publishable, at: datetime.datetime) -> bool:
    """Tell whether the public is told that a record is withdrawn.

    Not before its time has come, nor as long as what it belongs to is no page yet: its
    name would tell of a draft.
    """
    if record.status != PublishingStatus.WITHDRAWN:
        return False
    if record.publish_at is not None and record.publish_at > at:
        return False
    through = (getattr(record, name) for name in record.public_through)
    return all(each.is_public(at) or is_withdrawn(each, at) for each in through)


def withdrawn_page(request: HttpRequest, record: Publishable) -> HttpResponse:
    """Say that a record is withdrawn, why, and where to look: no more than its name."""
    context = {
        "record": record,
        "kind": capfirst(record._meta.verbose_name),
        "reason": wording(record, "withdrawal_reason"),
        **_list_of(record),
    }
    page = render(request, "partnerships/withdrawn.html", context, status=410)
    page.headers["X-Robots-Tag"] = "noindex"
    # It may be published again.
    patch_cache_control(page, no_cache=True)
    return page


def _list_of(record: Publishable) -> dict[str, Any]:
    """Return the list of its kind; people have none, and stand with the events."""
    kind: type[Publishable] = type(record)
    name = record.address_kind()
    try:
        address = reverse(f"partnerships:{name}-list")
    except NoReverseMatch:
        kind, address = Event, reverse("partnerships:event-list")
    return {"list_url": address, "list_label": capfirst(kind._meta.verbose_name_plural)}
