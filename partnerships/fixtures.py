"""Fixtures: the text of them, written from the database and loaded into an empty one.

They are Django's own, so that stock `loaddata` reads them too; it asks no validator,
though, and names a faulty row by what the database says of it. `load` checks each row
as a form would and names file, row and field.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.utils.text import Truncator

from . import basis, facts, gate
from .models import Address, Citation, Record
from .records import KINDS, SHAPE, FormError, Place, Row, forms
from .records.form import Rows, model_of, owner_of, root_key, rows_of
from .records.write import insert, instance, reason

# A file a kind. The number keeps them in the order of the kinds, in which nothing
# points forward, so that `loaddata fixtures/*.json` finds what each record needs.
_NAMES = (
    *("sources", "countries", "topics", "frameworks", "people", "programmes"),
    *("centres", "partners", "agreements", "activities", "events", "guides"),
    "glossary",
)
FILES: dict[str, type[Record]] = {
    f"{number:02}-{name}.json": model
    for number, (name, model) in enumerate(zip(_NAMES, KINDS, strict=True), start=1)
}
ONE_LINE = 180
PARTIAL_DATE = re.compile(r'"\d{4}(-\d\d){0,2}"')
# A list of natural keys in the fields of a row in a file: nothing lies deeper.
DEEPEST = 5


class ContentError(Exception):
    """Content that can't be loaded; says the file, the row and the field."""


# Written --------------------------------------------------------------------


def to_json(objects: Iterable[dict[str, Any]]) -> str:
    """Return the text of a fixture: a short object a line, a long one a field a line.

    The same objects give the same text, to the byte. How much of a date is known does
    not make an object long or short, so that a corrected date is one changed line.
    """
    return "[\n" + ",\n".join(_object_to_json(each) for each in objects) + "\n]\n"


def _object_to_json(written: dict[str, Any]) -> str:
    line = _json(written)
    if len(PARTIAL_DATE.sub('"0000-00-00"', line)) <= ONE_LINE:
        return line
    fields = ",\n".join(
        f"    {_json(name)}: {_json(value)}"
        for name, value in written["fields"].items()
    )
    return (
        f'{{\n  "model": {_json(written["model"])},\n  "fields": {{\n{fields}\n  }}\n}}'
    )


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def export(model: type[Record]) -> str:
    """Return the fixture of all records of one kind, in the order of their keys."""
    return to_json(row for form in forms(model) for row in form["rows"])


@contextmanager
def snapshot() -> Iterator[None]:
    """Read one state of the database for as long as the block lasts, and write none.

    What others write meanwhile is not seen, and nobody waits for the reader. Inside
    a transaction that runs already, that is the state which is read.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
                )
            yield
    else:
        # The settings begin each transaction with the write lock; this one needs none.
        sqlite: Any = connection
        sqlite.ensure_connection()
        mode, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
        try:
            _let_write(False)
            with transaction.atomic():
                yield
        finally:
            sqlite.transaction_mode = mode
            _let_write(True)


def _let_write(allowed: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA query_only = {'OFF' if allowed else 'ON'}")


# Loaded ---------------------------------------------------------------------


def is_empty() -> bool:
    """Tell whether the database holds no content at all."""
    return not any(model._default_manager.exists() for model in KINDS)


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a row stands: its file, its number there, and what is written there."""

    file: str
    position: int
    written: Any

    def error(self, reason: str) -> ContentError:
        """Return the refusal of the row, with words that find it."""
        name = _name(self.written)
        return ContentError(f"{self.file}, row {self.position} ({name}): {reason}")


@dataclass(slots=True)
class _Loaded:
    """One record of a file: its rows by their places, and where each stands."""

    rows: Rows
    places: list[_Where]

    @property
    def root(self) -> Row:
        """The record itself."""
        return self.rows[()]

    def where(self, row: Row) -> _Where:
        """Return where a row of the record stands."""
        return self.places[row.position]


class _Loading:
    """Records on their way into an empty database."""

    def __init__(self) -> None:
        self.records: list[_Loaded] = []
        # The number of each root by its key, and today's key for one of before.
        self._numbers: dict[tuple[type[Record], str], int] = {}
        self._former: dict[tuple[type[Record], str], str] = {}
        # Links from a record to one of its own kind, which may stand further down.
        self._later: list[tuple[_Loaded, str, list[str]]] = []

    def read(self, path: Path) -> None:
        """Read a file, record by record."""
        rows: list[Any] = []
        places: list[_Where] = []
        for position, written in enumerate(_rows_in(path), start=1):
            where = _Where(path.name, position, written)
            if name := _twice_in(written):
                raise where.error(f"{name}: this stands twice. Take one of them away.")
            try:
                is_root = model_of(written) in KINDS
            except FormError as error:
                raise where.error(error.reason) from error
            if is_root and rows:
                self._add(rows, places)
                rows, places = [], []
            rows.append(written)
            places.append(where)
        if rows:
            self._add(rows, places)

    def _add(self, rows: list[Any], places: list[_Where]) -> None:
        try:
            record = _Loaded(rows_of({"shape": SHAPE, "rows": rows}), places)
        except FormError as error:
            raise places[error.position].error(error.reason) from error
        root = record.root
        key = (root.model, str(root.fields.get(root_key(root.model), "")))
        if key in self._numbers:
            raise places[0].error("the same record stands in the files twice.")
        self._numbers[key] = 0
        for row in record.rows.values():
            if row.model is Address:
                self._former[root.model, row.fields.get("slug", "")] = key[1]
        self.records.append(record)

    def write(self) -> None:
        """Insert all that was read, kind by kind; then what links within a kind."""
        for model in KINDS:
            found = [each for each in self.records if each.root.model is model]
            for record in found:
                self._put_off(record)
            self._insert([(record, ()) for record in found])
            for record in found:
                key = str(record.root.fields[root_key(model)])
                self._numbers[model, key] = record.root.number or 0
        parts: dict[tuple[bool, str], list[tuple[_Loaded, Place]]] = {}
        for record in self.records:
            for place, row in record.rows.items():
                if place:
                    is_last = row.model in (Citation, Address)
                    kind = (is_last, row.model._meta.label)
                    parts.setdefault(kind, []).append((record, place))
        for _kind, rows in sorted(parts.items()):
            self._insert(rows)
        self._link_within_kinds()
        self._link_lists()

    def _insert(self, rows: list[tuple[_Loaded, Place]]) -> None:
        made = []
        for record, place in rows:
            row = record.rows[place]
            owner = record.rows[owner_of(place, row)] if place else None
            where = record.where(row)
            try:
                made.append((where, instance(row, self._find, owner)))
            except FormError as error:
                raise where.error(error.reason) from error
        insert(made, lambda reason, where: where.error(reason))
        for (record, place), (_where, stored) in zip(rows, made, strict=True):
            record.rows[place].number = stored.pk

    def _find(self, model: type[Record], key: str) -> int | None:
        return self._numbers.get((model, self._former.get((model, key), key)))

    def _put_off(self, record: _Loaded) -> None:
        root = record.root
        for each in root.model._meta.concrete_fields:
            if each.related_model is root.model and each.name in root.fields:
                self._later.append((record, each.name, root.fields.pop(each.name)))

    def _link_within_kinds(self) -> None:
        for record, name, (key,) in self._later:
            root = record.root
            number = self._find(root.model, key)
            if number is None:
                kind = root.model._meta.verbose_name
                raise record.where(root).error(f"{name}: there is no {kind} “{key}”.")
            try:
                with transaction.atomic():
                    found = root.model._default_manager.filter(pk=root.number)
                    found.update(**{name: number})
            except DatabaseError as error:
                stored = root.model._default_manager.get(pk=root.number)
                setattr(stored, f"{name}_id", number)
                raise record.where(root).error(reason(stored, error)) from error

    def _link_lists(self) -> None:
        links: dict[Any, list[Any]] = {}
        for record in self.records:
            root = record.root
            each: Any
            for each in root.model._meta.many_to_many:
                for (key,) in root.fields.get(each.name, []):
                    number = self._find(each.related_model, key)
                    if number is None:
                        kind = each.related_model._meta.verbose_name
                        raise record.where(root).error(
                            f"{each.name}: there is no {kind} “{key}”."
                        )
                    through = each.remote_field.through
                    ends = {
                        f"{each.m2m_field_name()}_id": root.number,
                        f"{each.m2m_reverse_field_name()}_id": number,
                    }
                    links.setdefault(through, []).append(through(**ends))
        for through, rows in links.items():
            through._default_manager.bulk_create(rows)

    def refuse_facts_of_nothing(self) -> None:
        """Name the first record that names a fact which is not there."""
        named = [(each, each.root.model, each.root.fields) for each in self.records]
        for record, refused in facts.refusals(named):
            raise record.where(record.root).error(refused)

    def refuse_unduly_public(self) -> None:
        """Ask the gate; name the first record that it holds back."""
        for record in gate.round_it():
            for each in self.records:
                root, where = each.root, each.places[0]
                if (root.model, root.number) == (type(record), record.pk):
                    raise ContentError(
                        f"{where.file}, {record.slug}: status is 'published', but the "
                        "record cites no source that the public sees. Cite one, or "
                        "make it a draft."
                    )


def load(paths: Iterable[Path]) -> dict[str, int]:
    """Load fixtures into an empty database: all of them, or nothing.

    Every row is checked as a form would check it, which `loaddata` does not do, and
    rows are written many at once. Returns the number of rows by kind. Raises
    `ContentError`, naming file, row and field, when something is wrong; the database
    is then as before.
    """
    loading = _Loading()
    for path in paths:
        loading.read(path)
    with transaction.atomic():
        loading.write()
        loading.refuse_facts_of_nothing()
        basis.note_all()
        loading.refuse_unduly_public()
    return dict(
        Counter(
            str(row.model._meta.verbose_name_plural)
            for record in loading.records
            for row in record.rows.values()
        )
    )


def _rows_in(path: Path) -> list[Any]:
    try:
        text = path.read_text(encoding="utf-8")
        if text.startswith("\ufeff"):
            raise ValueError(
                "it begins with a byte order mark. Save it as UTF-8 without one"
            )
        content = json.loads(text, object_pairs_hook=_Object)
    except OSError as error:
        raise ContentError(f"{path.name} can't be read: {error.strerror}.") from error
    except ValueError as error:
        raise ContentError(f"{path.name} can't be read: {error}.") from error
    except RecursionError:
        raise ContentError(
            f"{path.name}, line {_deepest_line(text)}: lists or objects are nested too "
            "deep. A row holds texts, numbers and natural keys, and nothing inside "
            "those."
        ) from None
    if not isinstance(content, list):
        raise ContentError(f"{path.name} must hold a list of objects.")
    return content


class _Object(dict[str, Any]):
    """An object as it is written; JSON itself keeps the last of two equal names."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice = ""
        if len(self) < len(pairs):
            names = Counter(name for name, _value in pairs)
            self.twice = names.most_common(1)[0][0]


def _twice_in(written: Any) -> str:
    """Return a name that stands twice in a row, or in its fields; '' if none does."""
    objects = [written, *written.values()] if isinstance(written, _Object) else []
    found = (each.twice for each in objects if isinstance(each, _Object))
    return next(filter(None, found), "")


def _deepest_line(text: str) -> int:
    """Return the line on which lists and objects are first nested too deep."""
    depth = 0
    for found in re.finditer(r'"(?:[^"\\]|\\.)*"|[][{}]', text, re.DOTALL):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > DEEPEST:
            return text.count("\n", 0, found.start()) + 1
    return 1


def _name(written: Any) -> str:
    """Return words by which an editor finds a row in its file."""
    if not isinstance(written, dict) or not isinstance(written.get("fields"), dict):
        return "not an object with 'model' and 'fields'"
    fields = written["fields"]
    name = fields.get("slug") or fields.get("term")
    if not isinstance(name, str):
        name = ", ".join(
            f"{_short(key)} {_short(value)}" for key, value in list(fields.items())[:3]
        )
    return f"{_short(written.get('model'))} {_short(name, 80)}"


def _short(value: Any, longest: int = 60) -> str:
    """Write a value for a message, whatever it is and however deep."""
    try:
        return Truncator(str(value)).chars(longest)
    except RecursionError:
        return "…"
