"""Acronyms explained in place: the first time that each stands on a page."""

import re
from functools import cached_property

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from .models import GlossaryTerm


class Explainer:
    """Links the first occurrence of each glossary term on one page.

    The link leads to the term in the glossary and names its expansion, so that a
    reader without a mouse gets the same. Asks the database once, and only if the
    page has text to explain.
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()

    @cached_property
    def _terms(self) -> dict[str, GlossaryTerm]:
        return {term.term: term for term in GlossaryTerm.objects.all()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._terms, key=len, reverse=True)
        return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b")

    def explain(self, text: str) -> SafeString:
        """Return `text`, escaped, with the terms that are new to the page linked."""
        if not self._terms:
            return conditional_escape(text)
        pieces = []
        for piece in self._pattern.split(text):
            term = self._terms.get(piece)
            if term is None or piece in self._seen:
                pieces.append(conditional_escape(piece))
                continue
            self._seen.add(piece)
            pieces.append(
                format_html(
                    '<a class="term" href="{}#{}" title="{}">{}</a>',
                    reverse("partnerships:glossary"),
                    term.anchor,
                    term.expansion,
                    piece,
                )
            )
        return SafeString("".join(pieces))
