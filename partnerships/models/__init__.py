"""The models, by concept."""

from .addresses import Address
from .agreements import (
    ABBREVIATED,
    Agreement,
    AgreementAim,
    AgreementArea,
    AgreementKind,
    AgreementNature,
    Topic,
)
from .attached import Attached
from .basis import BasisSaid
from .centres import Network, TrainingCentre
from .citable import citable_fields
from .countries import Country, Region
from .events import Appointment, Event, EventKind, Person
from .evidence import (
    CITABLE,
    Citation,
    CitationBasis,
    Statement,
)
from .guides import GlossaryTerm, Guide, GuideParagraph
from .partners import (
    BEFORE_ACCESSION,
    Affiliation,
    AffiliationStatus,
    Framework,
    Partner,
)
from .programmes import (
    Activity,
    ActivityKind,
    Participation,
    ParticipationRole,
    Priority,
    Programme,
    ProgrammeKind,
)
from .publishing import Publishable, PublishingStatus
from .record import UNPRINTABLE, FormerRef, Part, Record
from .sources import Source, SourceKind

__all__ = [
    "ABBREVIATED",
    "BEFORE_ACCESSION",
    "CITABLE",
    "UNPRINTABLE",
    "Activity",
    "ActivityKind",
    "Address",
    "Affiliation",
    "AffiliationStatus",
    "Agreement",
    "AgreementAim",
    "AgreementArea",
    "AgreementKind",
    "AgreementNature",
    "Appointment",
    "Attached",
    "BasisSaid",
    "Citation",
    "CitationBasis",
    "Country",
    "Event",
    "EventKind",
    "FormerRef",
    "Framework",
    "GlossaryTerm",
    "Guide",
    "GuideParagraph",
    "Network",
    "Part",
    "Participation",
    "ParticipationRole",
    "Partner",
    "Person",
    "Priority",
    "Programme",
    "ProgrammeKind",
    "Publishable",
    "PublishingStatus",
    "Record",
    "Region",
    "Source",
    "SourceKind",
    "Statement",
    "Topic",
    "TrainingCentre",
    "citable_fields",
]
