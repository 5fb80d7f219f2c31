"""The map: complete, small, and drawn as its README says."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from partnerships.geography import project, world

# The countries that records name, as they are delivered.
FIXTURE = Path(__file__).parent.parent / "fixtures" / "02-countries.json"
COUNTRIES = sorted(
    row["fields"]["iso_alpha2"]
    for row in json.loads(FIXTURE.read_text(encoding="utf-8"))
    if row["model"] == "partnerships.country"
)

Ring = list[tuple[float, float]]


def rings(path: str) -> list[Ring]:
    """Read the only form in which the shapes are written: M x y l dx dy … z."""
    found = []
    for start, steps in re.findall(r"M([^lz]+)l([^z]+)z", path):
        x, y = numbers(start)
        ring = [(x, y)]
        deltas = numbers(steps)
        for dx, dy in zip(deltas[::2], deltas[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        found.append(ring)
    return found


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]


def holds(code: str, point: tuple[float, float]) -> bool:
    """Say whether a point lies inside a country's shape (even-odd rule)."""
    x, y = point
    inside = False
    for ring in rings(world().shapes[code]):
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
    return inside


def owner(lat: float, lon: float) -> list[str]:
    point = project(lat, lon)
    return [code for code in world().shapes if holds(code, point)]


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_country_that_records_name_is_on_the_map(code: str) -> None:
    x, y = world().points[code]
    assert 0 <= x <= world().width
    assert 0 <= y <= world().height


@pytest.mark.parametrize("code", COUNTRIES)
def test_a_countrys_point_lies_in_its_shape(code: str) -> None:
    assert holds(code, world().points[code])


def test_every_shape_is_written_in_the_one_form() -> None:
    form = re.compile(r"(?:M[-\d. ]+l[-\d. ]+z)+")
    wrong = [code for code, path in world().shapes.items() if not form.fullmatch(path)]
    assert wrong == []


def test_every_shape_stays_on_the_map() -> None:
    for code, path in world().shapes.items():
        for ring in rings(path):
            for x, y in ring:
                assert -1 <= x <= world().width + 1, code
                assert -1 <= y <= world().height + 1, code


def test_no_line_crosses_the_map() -> None:
    """A shape that is torn at the edge of the map draws a line from side to side."""
    for code, path in world().shapes.items():
        for ring in rings(path):
            longest = max(abs(a[0] - b[0]) for a, b in pairwise([*ring, ring[0]]))
            assert longest < 100, code


@pytest.mark.parametrize(
    ("place", "lat", "lon", "code"),
    [
        ("Bogotá", 4.71, -74.07, "CO"),
        ("Canberra", -35.28, 149.13, "AU"),
        ("Ulaanbaatar", 47.92, 106.92, "MN"),
        ("Vienna", 48.21, 16.37, "AT"),
        ("Oberammergau", 47.60, 11.07, "DE"),
        ("Monterey, inland", 36.60, -121.0, "US"),
        ("Anadyr, beyond 180°", 67.0, -175.0, "RU"),
        ("Skopje", 42.00, 21.43, "MK"),
        ("Pristina", 42.66, 21.17, "XK"),
    ],
)
def test_a_place_falls_in_its_own_country(
    place: str, lat: float, lon: float, code: str
) -> None:
    assert owner(lat, lon) == [code], place


@pytest.mark.parametrize(
    ("place", "lat", "lon", "code"),
    [
        ("Simferopol", 44.95, 34.10, "UA"),
        ("Kerch", 45.30, 36.35, "UA"),
        ("Dzhankoi", 45.71, 34.39, "UA"),
        ("Donetsk", 48.00, 37.80, "UA"),
        ("Dakhla, inland", 23.90, -15.50, "EH"),
        ("Laayoune", 27.10, -13.10, "EH"),
        ("Golan", 33.00, 35.78, "SY"),
        ("Kyrenia", 35.25, 33.30, "CY"),
        ("Hargeisa", 9.56, 44.06, "SO"),
        ("Sukhumi, inland", 43.05, 41.30, "GE"),
        ("Tskhinvali", 42.23, 43.96, "GE"),
        ("Stepanakert", 39.82, 46.75, "AZ"),
        ("Taipei", 24.90, 121.40, "TW"),
    ],
)
def test_disputed_land_is_drawn_as_the_united_nations_see_it(
    place: str, lat: float, lon: float, code: str
) -> None:
    assert owner(lat, lon) == [code], place


def test_the_middle_of_the_projection_is_where_its_parameters_put_it() -> None:
    assert project(0, 11) == (489.2, 250.4)


def test_north_is_up_and_east_is_right() -> None:
    x, y = project(48.21, 16.37)
    assert project(49, 16.37)[1] < y
    assert project(48.21, 17)[0] > x


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (-74.07, 181), (120, 4)])
def test_what_is_not_a_place_on_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="Not a place"):
        project(lat, lon)


def test_the_map_is_small_enough_to_stand_in_a_page() -> None:
    assert sum(map(len, world().shapes.values())) < 150_000


def test_the_map_is_read_once() -> None:
    assert world() is world()
