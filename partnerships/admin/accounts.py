"""Accounts and their groups: Django's own lists and forms, guarded as ours are."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db import models
from django.forms import Media

from .forms import BOX_NAMES, DayAndTime, DayAndTimeField, numbers_only
from .requests import GuardedAdmin

# The import above has registered Django's own, whatever the order of the apps.
admin.site.unregister((User, Group))


class RightsSelect(FilteredSelectMultiple):
    """Groups or permissions, chosen from two boxes."""

    @property
    def media(self) -> Media:
        """Load what lets screen readers say the signs beside the boxes."""
        return super().media + BOX_NAMES

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Drop what can't be a number, which the database could not be asked for."""
        return numbers_only(super().value_from_datadict(data, files, name) or ())


class RightsAdmin(GuardedAdmin):
    """Who or what has rights."""

    formfield_overrides = {
        models.DateTimeField: {"form_class": DayAndTimeField, "widget": DayAndTime}
    }

    def formfield_for_manytomany(
        self, db_field: Any, request: Any = None, **kwargs: Any
    ) -> Any:
        """Choose rights as in stock Django, whatever is sent."""
        kwargs["widget"] = RightsSelect(db_field.verbose_name, is_stacked=False)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(User)
class AccountAdmin(RightsAdmin, UserAdmin):
    """Who may sign in."""


@admin.register(Group)
class AccountGroupAdmin(RightsAdmin, GroupAdmin):
    """What those in a group may do."""
