"""What an editor types as prose, and what a reader's browser gets."""

from html.parser import HTMLParser

import pytest

from partnerships.prose import TAGS, to_html


class Elements(HTMLParser):
    """The elements of a page as a browser finds them, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        (
            "**No**, *not* `so`.",
            "<p><strong>No</strong>, <em>not</em> <code>so</code>.</p>",
        ),
        ("### Why", "<h3>Why</h3>"),
        ("> Said.", "<blockquote>\n<p>Said.</p>\n</blockquote>"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>"),
        ("été 🤝", "<p>été 🤝</p>"),
        ("", ""),
    ],
)
def test_paragraphs_lists_and_emphasis_are_written(text, html):
    assert to_html(text).strip() == html


@pytest.mark.parametrize(
    "address", ["https://example.org/a", "http://example.org", "mailto:a@example.org"]
)
def test_a_link_leads_where_it_says(address):
    assert f'<a href="{address}" rel="noopener">here</a>' in to_html(
        f"[here]({address})"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b onmouseover=alert(1)>x</b>",
        "<iframe src='//example.org'></iframe>",
        "<style>*{display:none}</style>",
        "<svg/onload=alert(1)>",
        "<!-- --><script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](&#x6a;avascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:msgbox(1))",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "![x](https://example.org/pixel.png)",
        '[x](https://example.org "\\" onclick=alert(1)")',
        '[x](https://example.org/"onmouseover=alert(1))',
    ],
)
def test_nothing_that_runs_or_loads_gets_through(text):
    """What an editor types as HTML is shown as it was typed, and does nothing."""
    html = to_html(f"Before.\n\n{text}\n\nAfter.")
    elements = Elements()
    elements.feed(html)
    for tag, attributes in elements.found:
        assert tag in TAGS
        assert set(attributes) <= {"href", "rel", "title"}
        assert str(attributes.get("href", "https:")).startswith("https:")
    assert "<p>Before.</p>" in html
    assert "<p>After.</p>" in html


@pytest.mark.parametrize("text", ["# One", "<h1>x</h1>", "| a |\n|---|\n| b |", "---"])
def test_no_heading_competes_with_those_of_the_page(text):
    """And tables and rules are not among what is written."""
    html = to_html(text)
    assert not any(tag in html for tag in ("<h1", "<h2", "<table", "<hr"))
