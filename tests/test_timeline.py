"""The drawing of a timeline: nothing longer or more exact than it is known."""

from datetime import date
from itertools import pairwise

import pytest

from partnerships.dates import PartialDate
from partnerships.timeline import (
    LEFT,
    RIGHT,
    Band,
    Bar,
    Dot,
    Drawing,
    Mark,
    Shape,
    draw,
)

TODAY = date(2025, 12, 1)


def day(text: str) -> PartialDate:
    return PartialDate.fromisoformat(text)


def bar(start: str, solid_to: str = "", label: str = "ITPP", **more) -> Bar:
    """A bar that is proven to a day; to its start, unless that is given."""
    return Bar(
        label=label,
        start=day(start),
        solid_to=day(solid_to or start).latest,
        dates=f"{start}…",
        words=f"{label}, {start}",
        kind="agreement",
        **more,
    )


def drawn(*bars: Bar | Mark, dots: tuple[str, ...] = ()) -> Drawing:
    """The wide drawing of bars and dots."""
    events = [Dot(f"Event of {text}", day(text)) for text in dots]
    return draw([Band("Agreements", bars)], "Events", events, TODAY)[0]


def shapes(drawing: Drawing, *names: str) -> list[Shape]:
    return [shape for shape in drawing.shapes if shape.name in names]


def where(drawing: Drawing, moment: date, first_year: int) -> float:
    """Where a day stands in a drawing that begins with a year."""
    first = date(first_year, 1, 1)
    days = (date(TODAY.year + 1, 1, 1) - first).days
    width = drawing.width - LEFT - RIGHT
    return round(LEFT + width * (moment - first).days / days, 1)


def test_without_a_date_there_is_nothing_to_draw():
    """The list beneath has what is undated."""
    assert draw([Band("Agreements", [])], "Events", [], TODAY) == []


def test_two_drawings_are_made_so_that_text_keeps_its_size_on_a_phone():
    wide, narrow = draw([Band("Agreements", [bar("2013")])], "Events", [], TODAY)
    assert (wide.modifier, narrow.modifier) == ("wide", "narrow")
    assert narrow.width < wide.width


@pytest.mark.parametrize("look", ["proven", "ended"])
@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2013", "2019", date(2013, 1, 1), date(2019, 12, 31)),
        ("2013-05", "2019-06", date(2013, 5, 1), date(2019, 6, 30)),
        ("2013-05-18", "2019-06-25", date(2013, 5, 18), date(2019, 6, 25)),
        ("2013", "2030", date(2013, 1, 1), TODAY),
    ],
)
def test_a_bar_is_solid_as_far_as_is_proven(start, end, first, last, look):
    """And never into the future."""
    drawing = drawn(bar(start, end, look=look))
    (shape,) = shapes(drawing, "ended", "lasting", "proven", "faded")
    assert shape.x == where(drawing, first, 2013)
    assert shape.right == pytest.approx(where(drawing, last, 2013), abs=0.11)
    assert shape.name == look
    assert shape.text == f"ITPP, {start}"


def test_a_bar_is_hollow_where_it_may_have_gone_on():
    """From what is proven to the day of reading, without an arrow."""
    drawing = drawn(bar("2013", "2021", faded_to=TODAY))
    (solid,) = shapes(drawing, "proven")
    (hollow,) = shapes(drawing, "faded")
    assert hollow.x == solid.right
    assert hollow.right == where(drawing, TODAY, 2013)
    assert hollow.text == solid.text
    assert not shapes(drawing, "lasting")


def test_only_what_is_proven_to_this_day_has_an_arrow():
    drawing = drawn(bar("2013", "2025-12-01", look="lasting"))
    (shape,) = shapes(drawing, "lasting")
    assert shape.right == where(drawing, TODAY, 2013)
    assert not shapes(drawing, "faded")


def test_what_is_proven_for_a_day_can_be_seen():
    """It is a bar, however short, and nothing follows it."""
    drawing = drawn(bar("2013-05-18"), bar("1994"))
    shape = shapes(drawing, "proven")[0]
    assert shape.width == 6


@pytest.mark.parametrize(
    ("text", "name", "last"),
    [
        ("2013-05-18", "mark", None),
        ("2013-05", "vague-mark", date(2013, 5, 31)),
        ("2013", "vague-mark", date(2013, 12, 31)),
    ],
)
def test_what_was_adopted_is_a_mark_and_no_bar(text, name, last):
    """As long as what is not known of its date, and no longer."""
    adopted = Mark("Declaration", day(text), text[:4], f"Declaration, {text}")
    drawing = drawn(adopted, bar("2010"))
    (shape,) = shapes(drawing, "mark", "vague-mark")
    assert shape.name == name
    assert shape.x == where(drawing, day(text).earliest, 2010)
    if last:
        expected = max(where(drawing, last, 2010), shape.x + 9)
        assert shape.right == pytest.approx(expected, abs=0.11)
    assert len(shapes(drawing, "proven", "lasting", "ended", "faded")) == 1


def test_the_time_before_entry_into_force_is_drawn_apart():
    """Signed is not in force."""
    drawing = drawn(bar("2014", "2019", look="ended", pending_from=day("2013")))
    (pending,) = shapes(drawing, "pending")
    (solid,) = shapes(drawing, "ended")
    assert pending.x == where(drawing, date(2013, 1, 1), 2013)
    assert pending.right == solid.x == where(drawing, date(2014, 1, 1), 2013)


def test_what_is_not_in_force_yet_is_pending_to_this_day():
    drawing = drawn(bar("2030", pending_from=day("2024-01-01")))
    (pending,) = shapes(drawing, "pending")
    assert pending.right == where(drawing, TODAY, 2024)
    assert not shapes(drawing, "proven", "lasting")


@pytest.mark.parametrize(
    ("text", "name", "first", "last"),
    [
        ("2013", "vague", date(2013, 1, 1), date(2013, 12, 31)),
        ("2013-05-18", "dot", None, None),
    ],
)
def test_an_event_of_a_year_is_drawn_as_long_as_what_is_not_known(
    text, name, first, last
):
    drawing = drawn(dots=(text,))
    (shape,) = shapes(drawing, "dot", "vague")
    assert shape.name == name
    assert shape.text == f"Event of {text}"
    if first:
        assert shape.x == where(drawing, first, 2013)
        assert shape.right == pytest.approx(where(drawing, last, 2013), abs=0.11)
    else:
        middle = where(drawing, date(2013, 5, 18), 2013)
        assert shape.middle == pytest.approx(middle, abs=0.11)


def test_dots_do_not_lie_on_each_other():
    """What happens at the same time stands in a lane below."""
    dots = ("2013-05-18", "2013-05-18", "2013-05-19", "2013", "2020")
    found = shapes(drawn(dots=dots), "dot", "vague")
    assert len(found) == len(dots)
    for one in found:
        for other in found:
            if one is not other and one.y == other.y:
                assert one.right < other.x or other.right < one.x


@pytest.mark.parametrize("modifier", [0, 1])
def test_everything_lies_inside_the_drawing(modifier):
    """Labels too, however long and however late their bar begins."""
    bars = [
        bar(f"{year}", label="Partnership for Peace Framework Document " * 3)
        for year in range(1994, 2026)
    ]
    dots = [Dot("Event", day(f"{year}-12-31")) for year in range(1994, 2026)]
    drawing = draw([Band("Agreements", bars)], "Events", dots, TODAY)[modifier]
    for shape in drawing.shapes:
        assert 0 <= shape.x <= shape.right <= drawing.width, shape
        assert 0 <= shape.y <= drawing.height, shape
    for label in shapes(drawing, "label"):
        assert label.text.endswith("…")
        assert label.anchor in ("start", "end")


def test_what_lies_ahead_stands_at_the_edge():
    """The axis ends with this year, also where all that is drawn comes later."""
    for text in ("2026", "2026-01-01", "2031-05"):
        drawing = drawn(dots=(text,))
        (shape,) = shapes(drawing, "dot", "vague")
        assert LEFT <= shape.middle <= drawing.width, text


def test_years_are_marked_from_the_first_that_is_drawn():
    """With room for their names between them."""
    drawing = drawn(bar("1994"))
    years = shapes(drawing, "year")
    assert years[0].text == "1994"
    assert all(after.x - before.x >= 46 for before, after in pairwise(years))
    (today,) = shapes(drawing, "today")
    assert today.x == where(drawing, TODAY, 1994)


def test_the_axis_lies_behind_the_rest():
    """Shapes are written from back to front."""
    names = [shape.name for shape in drawn(bar("2013"), dots=("2014",)).shapes]
    assert names.index("today") < names.index("band")


def test_a_band_without_bars_has_no_title():
    bands = [Band("Agreements", []), Band("Programmes", [bar("2013")])]
    drawing = draw(bands, "Events", [], TODAY)[0]
    assert [shape.text for shape in shapes(drawing, "band")] == ["Programmes"]
