"""What is seen of a text, whatever it is written in."""

import pytest

from partnerships.text import has_visible_character


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n",
        "\u00a0",
        "\u00ad",
        "\u0301\u0301",
        "\u115f\u1160",
        "\u2003\u3000",
        "\u200b\u200b",
        "\u200d\u2060\ufeff",
        "\u2800",
        "\u3164",
        "\ue000",
        "\ufe0f",
        "\uffa0",
        "\U000e0041",
        "\u200b \u2800\ufe0f\u3164",
    ],
)
def test_what_leaves_no_mark_on_a_page_is_not_visible(text: str) -> None:
    """Spaces, signs that join or break, accents alone, blank letters."""
    assert not has_visible_character(text)


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "0",
        "-",
        "\u200bNATO\u200b",
        "e\u0301",
        "الناتو",
        "العربي\u200cة",
        "Україна",
        "საქართველო",
        "日本",
        "대한민국",
        "हिन्दी",
        "🛡",
        "❤\ufe0f",
        "👩\u200d✈\ufe0f",
        "🇺🇦",
        "⠓⠊",
    ],
)
def test_any_letter_or_sign_is_visible(text: str) -> None:
    """Of every script, emoji among them, with the marks that it needs."""
    assert has_visible_character(text)
