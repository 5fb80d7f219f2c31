"""Make an editor's account, once."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction


class Command(BaseCommand):
    """Make the group of editors and one account in it.

    Editors may do everything to content and nothing to accounts. The password is
    random and shown once; an account that exists already keeps its own.
    """

    help = "Make an editor's account with a random password, if it is not there yet."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the account."""
        parser.add_argument("username", nargs="?", default="editor")

    @transaction.atomic
    def handle(self, *, username: str, **options: Any) -> None:
        """Make what is missing and say what was done."""
        editors, _created = Group.objects.get_or_create(name="Editors")
        editors.permissions.set(
            Permission.objects.filter(content_type__app_label="partnerships")
        )
        user, created = get_user_model().objects.get_or_create(
            username=username, defaults={"is_staff": True}
        )
        if not created:
            self.stdout.write(
                f"The account '{username}' exists and keeps its password. "
                f"To set a new one: manage.py changepassword {username}"
            )
            return
        password = secrets.token_urlsafe(15)
        user.set_password(password)
        user.save()
        user.groups.add(editors)
        self.stdout.write(
            f"Editor's account: '{username}', password: {password}\n"
            "The password is shown only this once."
        )
