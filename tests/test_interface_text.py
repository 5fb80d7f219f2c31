"""The interface speaks French and Spanish throughout."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.html import Page

PROJECT = Path(__file__).parents[1]
LANGUAGES = ("fr", "es")
TOOLS = ("xgettext", "msgmerge", "msgattrib", "msgfmt")

# A test that only reads finished catalogues needs no tools.
needs_gettext = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)),
    reason="no gettext tools: install gettext (Debian: apt-get install gettext)",
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|{(\w*)}|(%%)")


def run(*command: str, cwd: Path | None = None) -> str:
    """Run a tool in English, without the settings of the site."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "LANGUAGE": "en"}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the catalogues, brought up to date with the code and templates."""
    copy = tmp_path_factory.mktemp("text")
    for name in ("config", "partnerships", "templates", "locale"):
        shutil.copytree(
            PROJECT / name, copy / name, ignore=shutil.ignore_patterns("*.pyc", "*.mo")
        )
    run(
        *(sys.executable, "-m", "django", "makemessages", "--no-location", "--no-wrap"),
        *(f"--locale={language}" for language in LANGUAGES),
        cwd=copy,
    )
    return copy


def catalogue(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def texts(path: Path) -> dict[str, str]:
    """What a compiled catalogue gives for each text; plural forms apart."""
    with path.open("rb") as compiled:
        # Its only public way asks for one text at a time.
        found: dict = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
    return {
        f"{key[0]} [{key[1]}]" if isinstance(key, tuple) else key: value
        for key, value in found.items()
    }


def compiled(path: Path) -> Path:
    """The catalogue, compiled where it stands; its format strings are checked."""
    target = path.with_suffix(".mo")
    run("msgfmt", "--check", f"--output-file={target}", str(path))
    return target


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["untranslated", "only-fuzzy"])
def test_every_text_is_translated(fresh: Path, language: str, state: str) -> None:
    """Nothing is missing, and nothing is guessed from a similar text."""
    entries = run(
        "msgattrib", f"--{state}", "--no-obsolete", "--no-wrap",
        str(catalogue(fresh, language)),
    )  # fmt: skip
    missing = [text for text in re.findall(r'^msgid "(.*)"$', entries, re.M) if text]
    assert missing == []


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(fresh: Path, language: str) -> None:
    """A text that is no longer used is not kept."""
    entries = run(
        "msgattrib", "--only-obsolete", "--no-wrap", str(catalogue(fresh, language))
    )
    assert re.findall(r'^#~ msgid "(.+)"$', entries, re.M) == []


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_of_its_text(
    fresh: Path, language: str
) -> None:
    """A name or number that is put into a text is put into its translation."""
    differing = {}
    for text, translation in texts(compiled(catalogue(fresh, language))).items():
        wanted = set(PLACEHOLDER.findall(text))
        # A singular may do without its number; msgfmt compares the plural forms.
        if (
            text
            and not re.search(r" \[\d\]$", text)
            and wanted != set(PLACEHOLDER.findall(translation))
        ):
            differing[text] = translation
    assert differing == {}


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_source(
    tmp_path: Path, language: str
) -> None:
    """What is served is what was translated last."""
    source = catalogue(PROJECT, language)
    copy = tmp_path / source.name
    shutil.copy(source, copy)
    assert texts(source.with_suffix(".mo")) == texts(compiled(copy))


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_of_a_page_speaks_its_language(client: Client, language: str) -> None:
    """Menu, headings and error pages; not one word of the menu stays English."""
    for path in ("", "partners/", "nowhere/"):
        english, other = (
            Page(client.get(f"/{code}/{path}").content.decode())
            for code in ("en", language)
        )
        assert other.title != english.title
        menus = [
            [
                "".join(link.itertext()).strip()
                for link in page.tree.iter("a")
                if "site-nav__link" in link.get("class", "")
            ]
            for page in (english, other)
        ]
        assert len(menus[0]) > 6
        assert not set(menus[0]) & (set(menus[1]) - SAME_IN_FRENCH_OR_SPANISH)


# English words that are also the French or Spanish ones.
SAME_IN_FRENCH_OR_SPANISH = frozenset({"Centres", "Guides", "Programmes", "Sources"})

# In a French text, what may only stand after a no-break space, or before one.
CLOSED_UP = re.compile(r"(?<!\u00a0)[;?!»]|(?<!\u00a0):(?!//|\d\d)|«(?!\u00a0)")
ADDRESS = re.compile(r"<[^>]*>|&\w+;|%\(\w+\)[sd]")


def test_french_uses_its_own_apostrophe_and_no_break_spaces() -> None:
    """Never ', and no line begins with a colon or ends with an opening quote."""
    wrong = {
        text: translation
        for text, translation in texts(
            catalogue(PROJECT, "fr").with_suffix(".mo")
        ).items()
        if text
        and (
            "'" in ADDRESS.sub("x", translation)
            or CLOSED_UP.search(ADDRESS.sub("x", translation))
        )
    }
    assert wrong == {}


def test_spanish_quotes_with_its_own_marks() -> None:
    """«…», with no space inside, and neither ‘…’ nor “…”."""
    wrong = {
        text: translation
        for text, translation in texts(
            catalogue(PROJECT, "es").with_suffix(".mo")
        ).items()
        if text and re.search(r"[“”‘’]|«\s|\s»|\s'", translation)
    }
    assert wrong == {}
