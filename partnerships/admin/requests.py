"""What every list for editors takes from an address and from a selection."""

import re
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest

from .forms import numbers_only


class GuardedAdmin(admin.ModelAdmin):
    """A list that no address and no selection can break.

    Stock Django hands both to the database, which can't be asked for all of them.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Take from an address only what the list offers as a filter.

        Stock Django allows every look-up on the record's own columns, among them
        patterns and years that no database can be asked for.
        """
        filters = self.get_list_filter(request)
        offered = {
            each if isinstance(each, str) else getattr(each, "parameter_name", "")
            for each in filters
        }
        column = re.sub(r"(__(id|pk))?(__(exact|in|isnull))?$", "", lookup)
        return column in {*offered, "id", "pk"} and super().lookup_allowed(
            lookup, value, request
        )

    def response_action(  # type: ignore[override]  # The stubs have one argument more.
        self, request: HttpRequest, queryset: QuerySet
    ) -> Any:
        """Take only what can be a record's number as selected."""
        data = request.POST.copy()
        selected = numbers_only(data.getlist(ACTION_CHECKBOX_NAME))
        data.setlist(ACTION_CHECKBOX_NAME, selected)
        request.POST = data  # type: ignore[assignment]
        return super().response_action(request, queryset)
