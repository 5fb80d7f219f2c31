"""The gate: its two halves agree, and every way in meets it."""

import ast
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command, load_command_class
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

import partnerships
from partnerships import gate, records
from partnerships.models import Attached, Citation, Guide, Publishable, Source
from tests import factories as make
from tests.test_admin import MAKERS, page

pytestmark = pytest.mark.django_db

PACKAGE = Path(partnerships.__file__).parent
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
each_gated = pytest.mark.parametrize(
    "model", gate.GATED, ids=[model.__name__ for model in gate.GATED]
)


@contextmanager
def undone() -> Iterator[None]:
    """Take back what the block wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_gate_is_for_every_kind_that_states_facts() -> None:
    names = {model.__name__ for model in gate.GATED}
    assert names == {
        "Activity", "Agreement", "Event", "Framework", "Guide", "Partner", "Programme",
        "TrainingCentre",
    }  # fmt: skip


# The two halves -------------------------------------------------------------

hours = st.integers(-2, 2).map(lambda number: NOON + timedelta(hours=number))
standing = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["draft", "published", "withdrawn"]),
        "publish_at": st.none() | hours,
    }
)


@each_gated
@examples(max_examples=40, deadline=None)
@given(
    values=standing, sources=st.lists(standing, max_size=3), at=hours, data=st.data()
)
def test_both_halves_of_the_gate_say_the_same(model, values, sources, at, data):
    with undone():
        record = MAKERS[model]()
        model.objects.filter(pk=record.pk).update(**values)
        record.refresh_from_db()
        citations = [
            make.make_citation(record, source=make.make_source(**each))
            for each in sources
        ]
        by_then = max(at, record.publish_at or at)
        seen = [
            each["status"] == "published"
            and (each["publish_at"] is None or each["publish_at"] <= by_then)
            for each in sources
        ]
        stored = model.objects.filter(pk=record.pk)
        assert bool(gate.why_not_public(record, at)) is not any(seen)
        assert stored.filter(gate.unfit(model, at)).exists() is not any(seen)
        published = record.status == "published"
        found = gate.refused(model, at).filter(pk=record.pk).exists()
        assert found is (published and not any(seen))

        gone = [each for each in citations if data.draw(st.booleans())]
        left = [
            is_seen
            for each, is_seen in zip(citations, seen, strict=True)
            if each not in gone
        ]
        held = gate.held_up_by(gone, at)
        assert (record in held) is (bool(gone) and published and not any(left))


@each_gated
@examples(max_examples=40, deadline=None)
@given(publish_at=st.none() | hours, sources=st.lists(standing, max_size=3), at=hours)
def test_what_passes_is_never_seen_without_a_source(model, publish_at, sources, at):
    with undone():
        record = MAKERS[model]()
        model.objects.filter(pk=record.pk).update(publish_at=publish_at)
        record.refresh_from_db()
        cited = [make.make_source(**each) for each in sources]
        for source in cited:
            make.make_citation(record, source=source)
        if gate.why_not_public(record, at):
            return
        for later in (at + timedelta(minutes=30 * number) for number in range(12)):
            if record.is_public(later):
                assert any(source.is_public(later) for source in cited)


@pytest.mark.parametrize("model", [m for m in MAKERS if m not in gate.GATED])
def test_other_kinds_pass_as_they_are(model):
    record = MAKERS[model]()
    for owner in gate.round_it():
        make.make_citation(owner)
    assert gate.not_public([record]) == []
    if isinstance(record, Publishable):
        assert gate.why_not_public(record, NOON) == []
        assert not gate.refused(model, NOON).exists()


# Every way in ---------------------------------------------------------------


class Controls(HTMLParser):
    """What a browser sends for the form of a record."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self.inside = False
        self.select = self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("name") or ""
        if tag == "form":
            self.inside = (values.get("id") or "").endswith("_form")
        if not self.inside or "__prefix__" in name + self.select:
            return
        kind = values.get("type")
        if tag == "input" and name and kind not in ("submit", "file"):
            if kind not in ("checkbox", "radio") or "checked" in values:
                self.data[name] = values.get("value") or ""
        elif tag == "textarea":
            self.text = name
            self.data[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in values and values.get("value"):
            self.data.setdefault(self.select, []).append(values["value"])

    def handle_data(self, data: str) -> None:
        if self.text:
            self.data[self.text] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.text = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False


def sent(client: Client, url: str) -> dict[str, Any]:
    """What the browser sends if the form at that address is saved as it is."""
    response = client.get(url)
    assert response.status_code == 200
    return Controls(response.content.decode()).data


def content() -> dict[str, list[Any]]:
    """All that is stored about records, and the log of what was done to them."""
    tables: list[Any] = [LogEntry]
    tables += apps.get_app_config("partnerships").get_models(include_auto_created=True)
    return {
        table._meta.label: sorted(table._base_manager.values_list(), key=repr)
        for table in tables
    }


ADMINS: dict[Any, Any] = {
    model: model_admin
    for model, model_admin in admin.site._registry.items()
    if model._meta.app_label == "partnerships"
}


def ways() -> Iterator[tuple[Any, str]]:
    """Every address of each kind of record, a list of records by its actions."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_staff=True)
    for model, model_admin in ADMINS.items():
        prefix = f"partnerships_{model._meta.model_name}_"
        for pattern in model_admin.get_urls():
            name = str(pattern.name).removeprefix(prefix)
            if name != "changelist":
                yield model, name
        for name in model_admin.get_actions(request):
            yield model, f"action {name}"
        if model_admin.list_editable:
            yield model, "rows of the list"


class World:
    """Records that the gate lets pass by a hair, and what could tip them over."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.draft = make.make_source(status="draft")
        self.later = make.make_source(publish_at=timezone.now() + timedelta(days=9))
        self.only, self.sound = make.make_source(), make.make_source()
        self.resting = [MAKERS[kind]() for kind in gate.GATED]
        for record in self.resting:
            make.make_citation(record, source=self.only)
        # What is made beside them, to be their owner, must not tip over by itself.
        for record in gate.round_it():
            make.make_citation(record)

    def subjects(self) -> list[Any]:
        """The records of the kind to lay hands on."""
        model = self.model
        if model is Source:
            return [self.only, self.draft, self.later]
        if model is Citation:
            return list(Citation.objects.filter(source=self.only))
        if model in gate.GATED:
            cited = next(each for each in self.resting if type(each) is model)
            drafts = [self._draft() for _ in range(4)]
            sources = (self.draft, self.later, self.sound)
            for record, source in zip(drafts, sources, strict=False):
                make.make_citation(record, source=source)
            return [cited, *drafts]
        made = MAKERS[model]()
        for record in gate.round_it():
            make.make_citation(record, source=self.only)
        return [made]

    def _draft(self) -> Any:
        record = MAKERS[self.model]()
        self.model.objects.filter(pk=record.pk).update(status="draft")
        record.refresh_from_db()
        for each in gate.round_it():
            make.make_citation(each)
        return record


NOW = {"publish_at_0": "", "publish_at_1": ""}
LATER = {"publish_at_0": "2099-01-01", "publish_at_1": "12:00"}
BUTTONS = ("_save", "_continue", "_addanother", "_saveasnew", "_popup")


def tampered(
    world: World, data: dict[str, Any], thoroughly: bool
) -> Iterator[dict[str, Any]]:
    """The form, with everything done to it that could leave a record uncited."""
    changes: list[dict[str, Any]] = [{}]
    for name in [name for name in data if name.endswith("-TOTAL_FORMS")]:
        prefix = name.removesuffix("-TOTAL_FORMS")
        rows = range(int(data[name]))
        if rows:
            changes.append({f"{prefix}-{row}-DELETE": "on" for row in rows})
        if prefix == "citations":
            new = f"citations-{len(rows)}"
            for source in (world.draft, world.later):
                changes.append(
                    {f"citations-{row}-source": source.pk for row in rows}
                    or {name: 1, f"{new}-source": source.pk}
                )
            changes.append({name: len(rows) + 1, f"{new}-source": world.sound.pk})
    if "source" in data:
        changes += [{"source": each.pk} for each in (world.draft, world.later)]
    if world.model is Source:
        changes += [{"with_records": choice} for choice in ("withdrawn", "draft")]
    for change in changes if thoroughly else [{}]:
        if "publish_at_0" not in data:
            yield {**data, **change}
            continue
        yield {**data, **change, "status": "published", **NOW}
        if not change or world.later.pk in change.values() or world.model is Source:
            yield {**data, **change, "status": "published", **LATER}
        if thoroughly and (not change or world.model is Source):
            yield {**data, **change, "status": "draft"}
            yield {**data, **change, "status": "withdrawn"}


def walk(client: Client, url: str, data: dict[str, Any], before: Any) -> bool:
    """Send it. Nothing may be public unduly; what is refused may change nothing.

    Tells whether it was accepted.
    """
    with undone():
        response = client.post(url, data)
        assert response.status_code in (200, 302, 403), response.status_code
        assert gate.round_it() == [], (url, data)
        used = {template.name for template in response.templates}
        closed = "admin/popup_response.html" in used
        if response.status_code == 302 or closed:
            return True
        assert content() == before, (url, data)
        # No other mistake was made, behind which the gate would not have been asked.
        html = response.content.decode()
        reasons = ("a source that the public sees", "deleted", "Change history")
        assert "_saveasnew" in data or any(words in html for words in reasons), data
        return False


def walk_form(
    client: Client, world: World, url: str, data: Any, thoroughly: bool = True
) -> set[bool]:
    """Send the form with everything done to it, and by each of its buttons."""
    before = content()
    done = set()
    for changed in tampered(world, data, thoroughly):
        done.add(walk(client, url, changed, before))
    for button in BUTTONS if thoroughly else ():
        standing = {"status": "published", **NOW} if "publish_at_0" in data else {}
        bare = {**data, **standing, button: "1"}
        bare |= {f"citations-{row}-DELETE": "on" for row in range(9)}
        address = f"{url}?_popup=1" if button == "_popup" else url
        done.add(walk(client, address, bare, before))
    return done


def walk_change(client: Client, world: World) -> set[bool]:
    done = set()
    for number, subject in enumerate(world.subjects()):
        url = page(world.model, "change", subject.pk)
        done |= walk_form(client, world, url, sent(client, url), number == 0)
    return done


def walk_add(client: Client, world: World) -> set[bool]:
    subject = make.make_source() if world.model is Source else world.subjects()[0]
    data = sent(client, page(world.model, "change", subject.pk))
    if isinstance(subject, Attached):
        name = subject.subject_field
        data[name] = getattr(subject, f"{name}_id")
    if isinstance(subject, Citation):
        data["locator_en"] = "another page"
    else:
        world.model.objects.filter(pk=subject.pk).delete()
    owners = {relation.field.name for relation in world.model._meta.related_objects}
    for name in [*data]:
        if "-" in name and name.rpartition("-")[2] in {"id", *owners}:
            data[name] = ""
        elif name.endswith("-INITIAL_FORMS"):
            data[name] = 0
    return walk_form(client, world, page(world.model, "add"), data)


def walk_delete(client: Client, world: World) -> set[bool]:
    subjects = world.subjects()
    before = content()
    return {
        walk(client, page(world.model, "delete", each.pk), {"post": "yes"}, before)
        for each in subjects
    }


def walk_action(name: str) -> Callable[[Client, World], set[bool]]:
    """Choose one, all of these, or all that there are, with every answer."""

    def walk_it(client: Client, world: World) -> set[bool]:
        numbers = [each.pk for each in world.subjects()]
        url = page(world.model, "changelist")
        before = content()
        done = set()
        answers: list[dict[str, Any]] = [{"post": "yes"}]
        if world.model is Source:
            answers += [{"with_records": answer} for answer in ("withdrawn", "draft")]
        for chosen in (numbers, *([number] for number in numbers)):
            for more in ({}, {"select_across": 1}, *answers):
                data = {"action": name, "_selected_action": chosen, **more}
                with undone():
                    client.post(url, data)
                    assert gate.round_it() == [], data
                    done.add(content() != before)
        return done

    return walk_it


def walk_reading(client: Client, world: World) -> set[bool]:
    url = page(world.model, "history", world.subjects()[0].pk)
    return {walk(client, url, {"post": "yes"}, content())}


WALKS: dict[str, Callable[[Client, World], set[bool]]] = {
    "add": walk_add,
    "change": walk_change,
    "delete": walk_delete,
    "history": walk_reading,
    # Only leads from an address of before to that of today.
    "None": lambda client, world: {False},
    "action delete_selected": walk_action("delete_selected"),
    "action publish_selected": walk_action("publish_selected"),
    "action withdraw_selected": walk_action("withdraw_selected"),
}
# Where the walk must have been let through at times, and held back at other times.
BOTH = {
    *((model, way) for model in gate.GATED for way in ("add", "change")),
    *((model, "action publish_selected") for model in gate.GATED),
    (Source, "change"),
    (Source, "action withdraw_selected"),
    (Citation, "change"),
}


@pytest.mark.once
@pytest.mark.parametrize(
    ("model", "way"),
    [
        pytest.param(model, way, id=f"{model._meta.model_name}, {way}")
        for model, way in ways()
    ],
)
def test_no_way_in_leaves_a_record_public_unduly(model, way, editor_client):
    assert way in WALKS, f"Nobody has walked this way yet: {way} of {model.__name__}"
    done = WALKS[way](editor_client, World(model))
    if (model, way) in BOTH:
        assert done == {True, False}


# Two editors at once --------------------------------------------------------


def both_at_once(monkeypatch, *sending: Callable[[Client], Any]) -> list[int]:
    """Let each write all that it has to before any asks the gate."""
    written = threading.Barrier(len(sending))
    ask = gate.check

    def check(changed: Any) -> None:
        written.wait(timeout=10)
        ask(changed)

    monkeypatch.setattr(gate, "check", check)
    user = User.objects.create_superuser("both")
    codes: list[int] = []

    def run(send: Callable[[Client], Any]) -> None:
        client = Client(raise_request_exception=False)
        client.force_login(user)
        try:
            codes.append(send(client).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[send]) for send in sending]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return codes


def publishing(record: Any) -> Callable[[Client], Any]:
    url = page(type(record), "changelist")
    data = {"action": "publish_selected", "_selected_action": [record.pk]}
    return lambda client: client.post(url, data)


def hiding(source: Source, **values: Any) -> Callable[[Client], Any]:
    url = page(Source, "change", source.pk)

    def send(client: Client) -> Any:
        return client.post(url, {**sent(client, url), "status": "draft", **values})

    return send


def deleting(citation: Citation) -> Callable[[Client], Any]:
    url = page(Citation, "delete", citation.pk)
    return lambda client: client.post(url, {"post": "yes"})


@pytest.fixture
def cited_twice():
    """A published guide with two sources."""
    guide = make.make_guide()
    make.make_citation(guide)
    make.make_citation(guide)
    return guide


@pytest.fixture
def cited_draft():
    """A draft of a guide with one source."""
    guide = make.make_guide(status="draft")
    make.make_citation(guide)
    return guide


def outcome(guide: Any) -> tuple[str, list[str]]:
    """Where the guide stands, and the sources that are left to it."""
    guide.refresh_from_db()
    left = guide.citations.order_by("pk").values_list("source__status", flat=True)
    return guide.status, sorted(left)


at_once = pytest.mark.django_db(transaction=True)


@at_once
@pytest.mark.postgresql
def test_one_publishes_while_another_hides_the_source(monkeypatch, cited_draft):
    source = cited_draft.citations.get().source
    codes = both_at_once(monkeypatch, publishing(cited_draft), hiding(source))
    assert sorted(codes) in ([200, 302], [302, 302])
    assert outcome(cited_draft) in (("published", ["published"]), ("draft", ["draft"]))


@at_once
@pytest.mark.postgresql
def test_one_publishes_while_another_hides_the_source_and_what_rests_on_it(
    monkeypatch, cited_draft
):
    source = cited_draft.citations.get().source
    send = hiding(source, with_records="withdrawn")
    codes = both_at_once(monkeypatch, publishing(cited_draft), send)
    assert max(codes) < 500
    assert gate.round_it() == []


@at_once
@pytest.mark.postgresql
def test_one_publishes_while_another_deletes_the_citation(monkeypatch, cited_draft):
    citation = cited_draft.citations.get()
    codes = both_at_once(monkeypatch, publishing(cited_draft), deleting(citation))
    assert codes == [302, 302]
    assert outcome(cited_draft) in (("published", ["published"]), ("draft", []))


@at_once
@pytest.mark.postgresql
def test_two_hide_one_source_each_of_a_record_that_has_two(monkeypatch, cited_twice):
    one, other = (each.source for each in cited_twice.citations.all())
    codes = both_at_once(monkeypatch, hiding(one), hiding(other))
    assert sorted(codes) == [200, 302]
    assert outcome(cited_twice) == ("published", ["draft", "published"])


@at_once
@pytest.mark.postgresql
def test_two_delete_one_citation_each_of_a_record_that_has_two(
    monkeypatch, cited_twice
):
    one, other = cited_twice.citations.all()
    assert both_at_once(monkeypatch, deleting(one), deleting(other)) == [302, 302]
    assert outcome(cited_twice) == ("published", ["published"])


# Other ways in than forms ---------------------------------------------------


def commands() -> Iterator[str]:
    """The project's commands, each with its actions."""
    for path in sorted(PACKAGE.glob("management/commands/[a-z]*.py")):
        command = load_command_class("partnerships", path.stem)
        parser = command.create_parser("manage.py", path.stem)
        actions = [
            f"{path.stem} {choice}"
            for each in parser._actions
            if each.dest == "action"
            for choice in each.choices or ()
        ]
        yield from actions or [path.stem]


UNCITED = [
    {
        "model": "partnerships.guide",
        "fields": {
            "slug": "uncited", "status": "published", "title_en": "Uncited",
            "question_en": "Is it?", "answer_en": "It is.",
        },
    },
]  # fmt: skip
DRAFT_SOURCE = [
    {
        "model": "partnerships.source",
        "fields": {
            "slug": "draft", "title": "Draft", "publisher": "A", "language": "en",
            "kind": "press", "status": "draft",
        },
    },
]  # fmt: skip
CITING_A_DRAFT = [
    *UNCITED,
    {
        "model": "partnerships.citation",
        "fields": {"guide": ["uncited"], "source": ["draft"]},
    },
]
each_content = pytest.mark.parametrize("rows", [UNCITED, CITING_A_DRAFT])


@pytest.fixture
def directory(tmp_path) -> Path:
    (tmp_path / "01-sources.json").write_text(json.dumps(DRAFT_SOURCE))
    return tmp_path


@each_content
@pytest.mark.parametrize("command", [*commands()])
def test_no_command_leaves_a_record_public_unduly(command, rows, directory):
    (directory / "12-guides.json").write_text(json.dumps(rows))
    walks: dict[str, Callable[[], Any]] = {
        "content load": lambda: call_command("content", "load", str(directory)),
        "content export": lambda: call_command(
            "content", "export", str(directory), stdout=StringIO()
        ),
        "content check": lambda: call_command("content", "check", stdout=StringIO()),
        "ensure_editor": lambda: call_command("ensure_editor", stdout=StringIO()),
    }
    assert command in walks, f"Nobody has walked this way yet: {command}"
    if command == "content load":
        with pytest.raises(CommandError, match="uncited: status is 'published'"):
            walks[command]()
    else:
        walks[command]()
    assert not Guide.objects.exists()
    assert not Source.objects.exists()


@each_content
def test_no_form_of_a_record_is_applied_that_the_gate_refuses(rows):
    make.make_source(slug="draft", status="draft")
    form = records.read({"shape": records.SHAPE, "rows": rows})
    with pytest.raises(gate.NotPublic, match="Uncited"):
        records.apply(form)
    assert gate.round_it() == []
    assert not Guide.objects.exists()


@each_gated
def test_no_form_of_a_source_is_applied_that_hides_what_a_record_rests_on(model):
    source = make.make_source()
    record = MAKERS[model]()
    for each in gate.round_it():
        make.make_citation(each, source=source)
    form = records.form(source)
    form["rows"][0]["fields"]["status"] = "withdrawn"
    with pytest.raises(gate.NotPublic) as refusal:
        records.apply(form)
    assert record in refusal.value.records
    source.refresh_from_db()
    assert source.status == "published"


WRITES = {
    *("save", "save_base", "delete", "_raw_delete", "bulk_create", "bulk_update"),
    *("update", "create", "get_or_create", "update_or_create", "execute"),
}


def writers() -> set[str]:
    """The modules that may change what is stored."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        name = str(path.relative_to(PACKAGE))
        if name.startswith("migrations"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in WRITES:
                found.add(name)
    return found


def test_no_other_module_writes():
    """What writes is a way in, and walked above."""
    harmless = {
        "admin/guides.py",  # Moves paragraphs out of each other's way.
        "admin/partners.py",  # Moves affiliations out of each other's way.
        "basis.py",  # Notes what facts said, which no page shows.
        "gate.py",  # Takes its lock.
        "management/commands/ensure_editor.py",  # Writes accounts.
        "models/addresses.py",  # These two are how a row is saved at all.
        "models/record.py",
        "counts.py",  # Updates a dictionary.
    }
    walked = {"admin/publishing.py", "fixtures.py", "records/write.py"}
    assert writers() == harmless | walked


# What came round it ---------------------------------------------------------


@pytest.fixture
def came_round(directory) -> Any:
    """A guide that stock `loaddata` let through: its one source is a draft."""
    (directory / "12-guides.json").write_text(json.dumps(CITING_A_DRAFT))
    call_command("loaddata", *sorted(directory.glob("*.json")), stdout=StringIO())
    return Guide.objects.get()


def test_the_check_names_what_came_round_the_gate(came_round):
    said = StringIO()
    with pytest.raises(CommandError, match="1 published record") as refusal:
        call_command("content", "check", stdout=said)
    assert refusal.value.returncode == 1
    assert said.getvalue() == (
        "Guide uncited: No source that the public sees is cited.\n"
    )


def test_the_check_names_what_an_update_left_uncited():
    world = World(Source)
    Source.objects.update(status="withdrawn")
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("content", "check", stdout=said)
    for record in world.resting:
        assert f" {record.slug}: " in said.getvalue()


def test_the_check_is_silent_about_what_is_right():
    World(Source)
    said = StringIO()
    call_command("content", "check", stdout=said)
    assert said.getvalue() == "Nothing is public that may not be.\n"


def test_the_desk_counts_and_lists_what_came_round_the_gate(came_round, editor_client):
    title = "Published without a source that the public sees"
    found = editor_client.get(reverse("admin:index")).text
    url = f"{page(type(came_round), 'changelist')}?attention=uncited"
    assert title in found
    assert f'href="{url}"' in found
    assert came_round.title_en in editor_client.get(url).text
    Source.objects.update(status="published")
    assert title not in editor_client.get(reverse("admin:index")).text
    assert came_round.title_en not in editor_client.get(url).text


@each_gated
def test_every_gated_kind_can_be_listed_by_what_came_round(model, editor_client):
    record = MAKERS[model]()
    url = f"{page(model, 'changelist')}?attention=uncited"
    result = editor_client.get(url).context["cl"].queryset
    assert record in result
    make.make_citation(record)
    assert record not in editor_client.get(url).context["cl"].queryset
