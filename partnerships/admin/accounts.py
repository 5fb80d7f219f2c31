"""Accounts and their groups: Django's own lists and forms, guarded as ours are."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from .requests import GuardedAdmin

# The import above has registered Django's own, whatever the order of the apps.
admin.site.unregister((User, Group))


@admin.register(User)
class AccountAdmin(GuardedAdmin, UserAdmin):
    """Who may sign in."""


@admin.register(Group)
class AccountGroupAdmin(GuardedAdmin, GroupAdmin):
    """What those in a group may do."""
