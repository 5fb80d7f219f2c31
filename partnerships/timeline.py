"""A partner's timeline, drawn as SVG on the server: attributes and classes only.

Agreements and participations are bars, adopted texts are marks, events are dots. A
bar is solid to the last dated evidence and hollow after it, and no arrow touches this
day without evidence of this day. What is known only to the month or the year is drawn
as long as what is not known; what has no known start is not drawn, and counted, since
the list beneath has it. Two drawings are made of the same items, so that text keeps
its size on a phone.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from .dates import PartialDate

MEAN_ADVANCE = 6.9  # of one character of a label, in units of the drawing
WIDE, NARROW = 900, 340
LEFT, RIGHT = 6, 14
TOP = 30
DOT = 9
SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that lasts: solid as far as is proven, hollow where it may last on.

    `look` is "ended", or "lasting" for what is proven to this day, which alone has an
    arrow; else "proven". `pending_from` is set while it was not yet in force.
    """

    label: str
    start: PartialDate
    solid_to: datetime.date
    dates: str
    words: str
    kind: str
    look: str = "proven"
    faded_to: datetime.date | None = None
    pending_from: PartialDate | None = None

    @property
    def begins(self) -> PartialDate:
        """Where the bar begins, the time before it was in force included."""
        return self.pending_from or self.start


@dataclass(frozen=True, slots=True)
class Mark:
    """A text that was adopted on a day and does not last, in a line of its own."""

    label: str
    begins: PartialDate
    dates: str
    words: str


@dataclass(frozen=True, slots=True)
class Dot:
    """Something that happened."""

    label: str
    start: PartialDate


@dataclass(frozen=True, slots=True)
class Band:
    """Bars and marks under one title."""

    title: str
    bars: Sequence[Bar | Mark]


@dataclass(slots=True)
class Shape:
    """One element of the drawing, in units; the template writes it."""

    name: str
    x: float
    y: float
    width: float = 0
    text: str = ""
    more: str = ""
    kind: str = ""
    anchor: str = "start"

    @property
    def right(self) -> float:
        """The right edge."""
        return round(self.x + self.width, 1)

    @property
    def middle(self) -> float:
        """The middle between left and right."""
        return round(self.x + self.width / 2, 1)

    @property
    def top(self) -> float:
        """The top edge of a shape that is centred on `y`."""
        return round(self.y - 3.5, 1)


@dataclass(slots=True)
class Drawing:
    """An SVG drawing: its size in units, and its shapes from back to front."""

    modifier: str
    width: int
    height: float = 0
    shapes: list[Shape] = field(default_factory=list)


class _Scale:
    """Days to units, from the first year that something is drawn to this one."""

    def __init__(self, first_year: int, today: datetime.date, width: int) -> None:
        self.first = datetime.date(first_year, 1, 1)
        self.width = width - LEFT - RIGHT
        self.days = (datetime.date(today.year + 1, 1, 1) - self.first).days

    def __call__(self, day: datetime.date) -> float:
        days = min((day - self.first).days, self.days)
        return round(LEFT + self.width * days / self.days, 1)

    @property
    def years_a_mark(self) -> int:
        """How many years lie between two marks, so that their names don't touch."""
        year = self.width * 365.25 / self.days
        return next((step for step in (1, 2, 5, 10, 20) if year * step >= 46), 50)


def draw(
    bands: Sequence[Band], dots_title: str, dots: Sequence[Dot], today: datetime.date
) -> list[Drawing]:
    """Return the wide and the narrow drawing; none if nothing has a date."""
    starts = [bar.begins for band in bands for bar in band.bars]
    starts += [dot.start for dot in dots]
    if not starts:
        return []
    # What lies ahead is drawn at the edge: the axis ends with this year.
    first_year = min(today.year, *(start.year for start in starts))
    drawings = []
    for modifier, width in (("wide", WIDE), ("narrow", NARROW)):
        drawing = Drawing(modifier, width)
        scale = _Scale(first_year, today, width)
        y: float = TOP
        for band in bands:
            if band.bars:
                y = _draw_band(drawing, band, scale, today, y)
        if dots:
            y = _draw_dots(drawing, dots_title, dots, scale, y)
        drawing.height = y + 4
        drawing.shapes[:0] = _axis(scale, first_year, today, y)
        drawings.append(drawing)
    return drawings


def _draw_band(
    drawing: Drawing, band: Band, scale: _Scale, today: datetime.date, y: float
) -> float:
    y += 14 if y == TOP else 28
    drawing.shapes.append(Shape("band", LEFT, y, text=band.title))
    y += 10
    for bar in band.bars:
        shapes = _mark(bar, scale) if isinstance(bar, Mark) else _bar(bar, scale, today)
        y += 17
        first, last = shapes[0], shapes[-1]
        drawing.shapes.append(_label(bar, first.x, last.right, drawing.width, y))
        y += 5
        for shape in shapes:
            shape.y = y
        drawing.shapes += shapes
        y += 15
    return y


def _bar(bar: Bar, scale: _Scale, today: datetime.date) -> list[Shape]:
    """Draw a bar from left to right: pending, solid, hollow."""
    shapes = []
    solid = scale(bar.start.earliest)
    if bar.pending_from:
        begin, ahead = scale(bar.pending_from.earliest), bar.start.earliest > today
        length = max((scale(today) if ahead else solid) - begin, 0)
        shapes.append(Shape("pending", begin, 0, round(length, 1), text=bar.words))
        if ahead:
            return shapes
    end = max(scale(min(bar.solid_to, today)), solid + SHORTEST)
    shapes.append(
        Shape(bar.look, solid, 0, round(end - solid, 1), text=bar.words, kind=bar.kind)
    )
    if bar.faded_to and scale(bar.faded_to) > end:
        length = round(scale(bar.faded_to) - end, 1)
        shapes.append(
            Shape("faded", round(end, 1), 0, length, text=bar.words, kind=bar.kind)
        )
    return shapes


def _mark(mark: Mark, scale: _Scale) -> list[Shape]:
    """Draw a mark on its day, or as long as what is not known of it."""
    left = scale(mark.begins.earliest)
    if mark.begins.precision == "day":
        return [Shape("mark", left, 0, DOT, text=mark.words)]
    length = max(round(scale(mark.begins.latest) - left, 1), DOT)
    return [Shape("vague-mark", left, 0, length, text=mark.words)]


def _label(bar: Bar | Mark, begin: float, end: float, width: int, y: float) -> Shape:
    room = int((width - 4) / MEAN_ADVANCE) - len(bar.dates) - 2
    label = bar.label if len(bar.label) <= room else f"{bar.label[: room - 1]}…"
    length = (len(label) + len(bar.dates) + 2) * MEAN_ADVANCE
    shape = Shape("label", begin, y, text=label, more=bar.dates)
    if begin + length > width:
        shape.x, shape.anchor = (end if end > length else width - 2), "end"
    return shape


def _draw_dots(
    drawing: Drawing, title: str, dots: Sequence[Dot], scale: _Scale, y: float
) -> float:
    y += 26
    drawing.shapes.append(Shape("band", LEFT, y, text=title))
    y += 16
    lanes: list[float] = []
    for dot in sorted(dots, key=lambda each: (each.start.earliest, each.start)):
        exact = dot.start.precision == "day"
        left = scale(dot.start.earliest) - (DOT / 2 if exact else 0)
        right = max(scale(dot.start.latest), left + DOT)
        lane = next(
            (number for number, edge in enumerate(lanes) if edge + 2 <= left),
            len(lanes),
        )
        lanes[lane : lane + 1] = [right]
        name = "dot" if exact else "vague"
        drawing.shapes.append(
            Shape(
                name,
                round(left, 1),
                y + lane * 13,
                round(right - left, 1),
                text=dot.label,
            )
        )
    return y + max(len(lanes) - 1, 0) * 13 + 12


def _axis(
    scale: _Scale, first_year: int, today: datetime.date, bottom: float
) -> list[Shape]:
    marks = [
        Shape("year", scale(datetime.date(year, 1, 1)), bottom, text=str(year))
        for year in range(first_year, today.year + 1, scale.years_a_mark)
    ]
    return [*marks, Shape("today", scale(today), bottom)]
