"""Pages as a reader, a browser and a validator see them."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as HTML_ERRORS

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}
    | {"source", "track", "wbr"}
)
HEADING = re.compile(r"h[1-6]")
# Elements that end an open paragraph, so that its end tag would be an error.
ENDS_A_PARAGRAPH = frozenset(
    {"address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset"}
    | {"figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"}
    | {"main", "nav", "ol", "p", "pre", "section", "table", "ul"}
)
# Attributes by which a page refers to elements of its own.
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")


@dataclass
class _Reader(HTMLParser):
    """One pass over a page: what it holds, and what is wrong with it."""

    problems: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    language: str = ""
    title: str = ""
    words: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def _say(self, problem: str) -> None:
        self.problems.append(f"line {self.getpos()[0]}: {problem}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and "svg" not in self._open:
            self._say(f"<{tag}/> closes itself, outside of a drawing")
        self._element(tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ENDS_A_PARAGRAPH and "p" in self._open:
            self._say(f"<{tag}> inside a paragraph")
        if tag in ("a", "button") and {"a", "button"} & {*self._open}:
            self._say(f"<{tag}> inside a link or button")
        self._element(tag, attrs)
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self._say(f"</{tag}> closes {self._open[-1:] or 'nothing'}")
            if tag not in self._open:
                return
            while self._open[-1] != tag:
                self._open.pop()
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "head" in self._open:
            self.title += data
        elif "body" in self._open:
            self.words.append(data)

    def _element(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if len(given) < len(attrs):
            self._say(f"<{tag}> has an attribute twice")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self._say(f"<{tag} {name}>: no inline style or script")
            if name in REFERENCES:
                self.references += (value or "").split()
        if tag == "style" or (tag == "script" and not given.get("src")):
            self._say(f"<{tag}>: no inline style or script")
        if tag == "html":
            self.language = given.get("lang") or ""
        if tag == "img" and "alt" not in given:
            self._say("<img> without alt")
        if (own := given.get("id")) is not None:
            if own in self.ids:
                self._say(f"id {own!r} a second time")
            if not own or re.search(r"\s", own):
                self._say(f"id {own!r} is none")
            self.ids.add(own)
        if HEADING.fullmatch(tag):
            level = int(tag[1])
            if level > 1 + max([0, *self.headings[-1:]]):
                self._say(f"<{tag}> skips a level")
            self.headings.append(level)
        if tag == "a" and given.get("href") is not None:
            self.links.append(given["href"] or "")
        elif tag in ("link", "use", "area") and given.get("href"):
            self.resources.append(given["href"] or "")
        elif given.get("src"):
            self.resources.append(given["src"] or "")

    def close(self) -> None:
        super().close()
        if self._open:
            self._say(f"never closed: {self._open}")


class Page:
    """A page: `text` for readers, `links` to follow, `problems` with its HTML.

    The check is quick and looks for what goes wrong in templates; `html_errors`
    asks the parser that browsers use, which takes ten times as long.
    """

    def __init__(self, html: str) -> None:
        self.html = html
        reader = _Reader()
        reader.feed(html)
        reader.close()
        self.title = " ".join(reader.title.split())
        self.language = reader.language
        self.text = " ".join(" ".join(reader.words).split())
        self.ids = reader.ids
        self.links = reader.links
        self.resources = reader.resources
        self.problems = reader.problems
        if not html.lstrip().lower().startswith("<!doctype html>"):
            self.problems.append("no doctype")
        if not self.title:
            self.problems.append("no title")
        if not self.language:
            self.problems.append("no language")
        if reader.headings.count(1) != 1:
            self.problems.append(f"{reader.headings.count(1)} main headings")
        for link in self.links:
            if link.startswith("#") and link[1:] not in self.ids:
                self.problems.append(f"link to {link}, which is not on the page")
        self.problems += [
            f"refers to #{name}, which is not on the page"
            for name in reader.references
            if name not in self.ids
        ]

    @cached_property
    def html_errors(self) -> list[str]:
        """What the parser of HTML5 objects to."""
        parser = html5lib.HTMLParser()
        parser.parse(self.html)
        return [
            f"line {place[0]}: {HTML_ERRORS[code] % values}"
            for place, code, values in parser.errors
        ]

    @cached_property
    def tree(self) -> Element:
        """The parsed page."""
        root: Element = html5lib.parse(self.html, namespaceHTMLElements=False)
        return root

    @cached_property
    def main(self) -> Element:
        """What stands between header and footer."""
        found = self.tree.find(".//main")
        assert found is not None
        return found

    def all(self, tag: str, css_class: str = "", inside: Any = None) -> list[Element]:
        """The elements of a tag (any: '*') with a class, in their order."""
        return [
            each
            for each in (self.main if inside is None else inside).iter()
            if isinstance(each.tag, str)
            and tag in ("*", each.tag)
            and (not css_class or css_class in each.get("class", "").split())
        ]

    def with_words(self, words: str, tag: str, css_class: str = "") -> Element:
        """The first such element whose text holds these words."""
        for each in self.all(tag, css_class):
            if words in text_of(each):
                return each
        raise AssertionError(f"No <{tag} {css_class}> says {words!r}: {self.text}")

    def section(self, fragment: str) -> Element:
        """The section that the table of contents calls by this name."""
        for each in self.all("section"):
            if each.get("aria-labelledby") == fragment:
                return each
        raise AssertionError(f"There is no section #{fragment}.")

    def sources_of(self, element: Element) -> list[str]:
        """What the list of sources says under the numbers in an element."""
        by_id = {each.get("id"): each for each in self.main.iter()}
        return [
            text_of(by_id[str(each.get("href"))[1:]])
            for each in self.all("a", inside=element)
            if str(each.get("href")).startswith("#source-")
        ]


def text_of(element: Element) -> str:
    """The words of an element, as on the screen."""
    return " ".join("".join(element.itertext()).split())
