"""Load the content from fixtures, and write it back to them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships import loading, records

FIXTURES = settings.BASE_DIR / "fixtures"


class Command(BaseCommand):
    """Move content between the database and the fixtures."""

    help = "Load the content from fixtures, or write it to them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one of the actions, and the directory."""
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser(
            "load", help="Load the fixtures into a database without content."
        )
        load.add_argument("directory", nargs="?", type=Path, default=FIXTURES)
        export = actions.add_parser("export", help="Write all content to the fixtures.")
        export.add_argument("directory", nargs="?", type=Path, default=FIXTURES)

    def handle(self, *, action: str, directory: Path, **options: Any) -> None:
        """Do what was asked, and say what was done."""
        if not directory.is_dir():
            raise CommandError(f"There is no directory {directory}.")
        if action == "load":
            self._load(directory)
        else:
            self._export(directory)

    def _load(self, directory: Path) -> None:
        if not loading.is_empty():
            self.stdout.write("The database holds content already: nothing was loaded.")
            return
        paths = sorted(directory.glob("*.json"))
        if not paths:
            raise CommandError(f"There is no fixture (*.json) in {directory}.")
        try:
            counts = loading.load(paths)
        except loading.ContentError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        for kind, count in counts.items():
            self.stdout.write(f"{count:6} {kind}")
        self.stdout.write(f"{sum(counts.values()):6} rows loaded")

    def _export(self, directory: Path) -> None:
        changed = []
        for name, model in records.FILES.items():
            path = directory / name
            text = records.export(model)
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
                changed.append(name)
        self.stdout.write(f"Written: {', '.join(changed)}" if changed else "No change.")
