"""Load the content from fixtures, write it back to them, and check it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.text import capfirst

from partnerships import facts, fixtures, gate

FIXTURES = settings.BASE_DIR / "fixtures"


class Command(BaseCommand):
    """Move content between the database and the fixtures, and look it over."""

    help = "Load the content from fixtures, write it to them, or check it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one of the actions, and the directory."""
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser(
            "load", help="Load the fixtures into a database without content."
        )
        load.add_argument("directory", nargs="?", type=Path, default=FIXTURES)
        export = actions.add_parser("export", help="Write all content to the fixtures.")
        export.add_argument("directory", nargs="?", type=Path, default=FIXTURES)
        actions.add_parser(
            "check",
            help="Name what is public and may not be, and facts that are not there.",
        )

    def handle(
        self, *, action: str, directory: Path = FIXTURES, **options: Any
    ) -> None:
        """Do what was asked, and say what was done."""
        if action == "check":
            self._check()
            return
        if not directory.is_dir():
            raise CommandError(f"There is no directory {directory}.")
        if action == "load":
            self._load(directory)
        else:
            self._export(directory)

    def _load(self, directory: Path) -> None:
        loaded_already = "The database holds content already: nothing was loaded."
        if not fixtures.is_empty():
            self.stdout.write(loaded_already)
            return
        paths = sorted(directory.glob("*.json"))
        if not paths:
            raise CommandError(f"There is no fixture (*.json) in {directory}.")
        try:
            counts = fixtures.load(paths)
        except fixtures.ContentError as error:
            if not fixtures.is_empty():
                # Another deploy that began with this one was faster.
                self.stdout.write(loaded_already)
                return
            raise CommandError(f"Nothing was loaded. {error}") from error
        for kind, count in counts.items():
            self.stdout.write(f"{count:6} {kind}")
        self.stdout.write(f"{sum(counts.values()):6} rows loaded")

    def _export(self, directory: Path) -> None:
        changed = []
        with fixtures.snapshot():
            texts = {
                name: fixtures.export(model) for name, model in fixtures.FILES.items()
            }
        for name, text in texts.items():
            path, content = directory / name, text.encode()
            try:
                if not path.exists() or path.read_bytes() != content:
                    path.write_bytes(content)
                    changed.append(name)
            except OSError as error:
                raise CommandError(
                    f"{path} can't be written: {error.strerror}."
                ) from error
        self.stdout.write(f"Written: {', '.join(changed)}" if changed else "No change.")

    def _check(self) -> None:
        now = timezone.now()
        found = gate.round_it()
        for record in found:
            reasons = " ".join(gate.why_not_public(record, now))
            kind = capfirst(str(record._meta.verbose_name))
            self.stdout.write(f"{kind} {record.slug}: {reasons}")
        dangling = facts.dangling()
        for record, reason in dangling:
            kind = capfirst(str(record._meta.verbose_name))
            self.stdout.write(f"{kind} {record.slug}: {reason}")
        if dangling and not found:
            raise CommandError(
                f"{len(dangling)} records name facts that are not there. Correct the "
                "addresses, or take them away."
            )
        if found:
            raise CommandError(
                f"{len(found)} published records may not be public. Cite a source, "
                "publish the source that they cite, or withdraw them."
            )
        self.stdout.write("Nothing is public that may not be.")
