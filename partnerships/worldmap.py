"""The maps: which shape stands for which partner, and where the centres are."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .geography import World, project, world
from .models import (
    Affiliation,
    AffiliationStatus,
    Country,
    Framework,
    Partner,
    TrainingCentre,
)
from .standing import Standing, affiliations, of_affiliation

# A country whose outline takes fewer characters than this is too small to see or
# to hit, and gets a dot as well.
SHORT_OUTLINE = 140
# Drawn instead of a framework for a country that is in dialogue with NATO.
NO_FRAMEWORK = "none"


@dataclass(frozen=True, slots=True)
class MappedPartner:
    """A partner on the map: shape, dot if it is small, framework and words."""

    partner: Partner
    path: str
    dot: tuple[float, float] | None
    framework: str
    standing: Standing

    @property
    def is_suspended(self) -> bool:
        """Whether practical cooperation is suspended."""
        return self.standing.state == AffiliationStatus.SUSPENDED

    @property
    def fill(self) -> str:
        """The name of its pattern, so that it does not rest on colour alone."""
        return f"{self.framework}-suspended" if self.is_suspended else self.framework


@dataclass(frozen=True, slots=True)
class Land:
    """A shape that is no partner's."""

    path: str
    is_ally: bool


@dataclass(frozen=True, slots=True)
class WorldMap:
    """All that the map shows."""

    width: float
    height: float
    land: list[Land]
    partners: list[MappedPartner]
    legend: list[tuple[Framework, int]]

    @property
    def in_dialogue(self) -> int:
        """How many are in dialogue only."""
        return sum(each.framework == NO_FRAMEWORK for each in self.partners)


def world_map(partners: Iterable[Partner], day: datetime.date) -> WorldMap:
    """Return the map of `partners` as they stood on `day`; asks for the Allies.

    Former partners that became Allies are drawn as Allies.
    """
    shapes = world()
    allies = set(
        Country.objects.filter(is_ally=True).values_list("iso_alpha2", flat=True)
    )
    mapped = []
    frameworks: Counter[Framework] = Counter()
    for partner in partners:
        current = affiliations(partner, day)
        if not current or partner.country.iso_alpha2 in allies:
            continue
        mapped.append(_place(partner, current[0], shapes, day))
        if current[0].framework:
            frameworks[current[0].framework] += 1
    taken = {each.partner.country.iso_alpha2 for each in mapped}
    land = [
        Land(path, code in allies)
        for code, path in shapes.shapes.items()
        if code not in taken
    ]
    return WorldMap(shapes.width, shapes.height, land, mapped, frameworks.most_common())


def _place(
    partner: Partner, current: Affiliation, shapes: World, day: datetime.date
) -> MappedPartner:
    code = partner.country.iso_alpha2
    path = shapes.shapes.get(code, "")
    return MappedPartner(
        partner=partner,
        path=path,
        dot=shapes.points.get(code) if len(path) < SHORT_OUTLINE else None,
        framework=current.framework.slug if current.framework else NO_FRAMEWORK,
        standing=of_affiliation(current, day),
    )


@dataclass(frozen=True, slots=True)
class CentreMap:
    """A map with a dot a centre, at the place of its town."""

    width: float
    height: float
    land: list[str]
    dots: list[tuple[TrainingCentre, tuple[float, float]]]


def centre_map(centres: Iterable[TrainingCentre]) -> CentreMap:
    """Return the map of those of `centres` whose position is known."""
    shapes = world()
    dots = [
        (centre, project(centre.latitude, centre.longitude))
        for centre in centres
        if centre.latitude is not None and centre.longitude is not None
    ]
    return CentreMap(shapes.width, shapes.height, list(shapes.shapes.values()), dots)
