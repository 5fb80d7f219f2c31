"""What counts as text that somebody can read."""

import unicodedata

# Letters and signs by their category, and blank all the same: the fillers of Hangul,
# and the Braille pattern without a dot.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def has_visible_character(text: str) -> bool:
    """Tell whether anything of the text would be seen.

    Spaces, controls, marks of format, and accents that stand on nothing are not.
    """
    return any(
        unicodedata.category(character)[0] not in "ZC"
        and unicodedata.category(character) not in {"Mn", "Me"}
        and character not in _BLANK
        for character in text
    )
