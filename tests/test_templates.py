"""What holds for every template, read as text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines
from django.template.base import Lexer, TokenType

TEMPLATES = Path(__file__).parents[1] / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
PUBLIC = [name for name in NAMES if not name.startswith(("admin/", "registration/"))]

# Attributes whose value a reader hears or sees.
READ = re.compile(
    r"\s(?:aria-label|alt|title|placeholder|data-label|content)=\"([^\"]*)\""
)
TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
DRAWING = re.compile(r"<(svg|script)\b.*?</\1>", re.DOTALL)


def source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles(name: str) -> None:
    """Every tag, filter and library that it names is there."""
    engines["django"].get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_template_includes_is_there(name: str) -> None:
    """An include with a fixed name is only looked for when the page is made."""
    for included in re.findall(r"{% (?:include|extends) \"([^\"]+)\"", source(name)):
        engines["django"].get_template(included)


def test_no_partial_is_left_over() -> None:
    """A part of a page that no page includes is read by nobody."""
    used = set()
    for name in NAMES:
        used |= set(re.findall(r"\"(includes/[^\"]+)\"", source(name)))
    assert {name for name in NAMES if name.startswith("includes/")} - used == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_template_has_no_inline_style_or_script(name: str) -> None:
    """The content security policy would refuse it."""
    text = source(name)
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|javascript:", text) == []
    for script in re.findall(r"<script\b[^>]*>", text):
        assert " src=" in script or "application/ld+json" in script


@pytest.mark.parametrize("name", NAMES)
def test_a_template_marks_nothing_as_safe(name: str) -> None:
    """What is HTML is made so in one place, where it is cleaned."""
    assert re.findall(r"\|\s*safe\b|autoescape off|safeseq", source(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_template_asks_no_other_host(name: str) -> None:
    """Fonts, scripts, pictures: all are served from here."""
    addresses = re.findall(r"(?:src|href)=\"((?:https?:)?//[^\"]*)", source(name))
    assert addresses == []


def untranslated(text: str) -> Iterator[str]:
    """The words of a template that no translation reaches."""
    inside = 0
    words = ""
    for token in Lexer(text).tokenize():
        if token.token_type == TokenType.BLOCK:
            tag = token.contents.split()[0]
            if tag in ("blocktranslate", "blocktrans", "comment"):
                inside += 1
            elif tag in ("endblocktranslate", "endblocktrans", "endcomment"):
                inside -= 1
            words += " "
        elif token.token_type == TokenType.TEXT and not inside:
            words += token.contents
        else:
            words += " "
    words = DRAWING.sub(" ", words)
    yield from READ.findall(words)
    yield from TAG.split(words)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_word_on_a_public_page_can_be_translated(name: str) -> None:
    """Text of the interface goes through gettext, in attributes too."""
    left = [
        found.strip()
        for found in untranslated(source(name))
        if re.search(r"[^\W\d_]{2,}", found)
        and found.strip()
        not in {"width=device-width, initial-scale=1", "en", "noindex"}
    ]
    assert left == []
