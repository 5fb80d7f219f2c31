"""Why an agreement stands where it does: the rule that decided, as a sentence.

The rules themselves stand in `partnerships.states`; each state has its sentence here,
with the dates on which it rests.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .dates import PartialDate, display
from .models import Agreement, AgreementKind, AgreementNature
from .reading import Reading
from .states import (
    USUAL_TERM,
    AgreementState,
    agreement_state,
    successor,
    suspended_since,
    term,
)


def of_state(agreement: Agreement, reading: Reading) -> str:
    """Tell by which rule the state of an agreement was worked out."""
    state = agreement_state(agreement, reading)
    if state == AgreementState.IN_FORCE:
        return _in_force(agreement, reading)
    if state == AgreementState.POSSIBLY:
        return _(
            "A date on which it depends is known only to the month or the year, and "
            "the day of reading lies within it."
        )
    if state == AgreementState.LAST_CONFIRMED:
        return _last_confirmed(agreement)
    if state == AgreementState.TERM_OVER:
        return _term_over(agreement)
    if state == AgreementState.SUPERSEDED:
        return _superseded(agreement, reading)
    if state == AgreementState.SUSPENDED:
        since = suspended_since(agreement, reading)
        words = _(
            "Practical cooperation with the partner is suspended; no source says that "
            "the text itself was ended."
        )
        return _with_day(words, _("Suspended"), since)
    if state == AgreementState.ACCEDED:
        accession = agreement.partner.country.ally_since
        words = _("It was made for a partner, and its country became an Ally.")
        return _with_day(words, _("Accession"), accession)
    return _PLAIN[state]()


def _in_force(agreement: Agreement, reading: Reading) -> str:
    confirmed = agreement.confirmed
    if agreement.runs_until and agreement.runs_until.latest >= reading.day:
        words = _("A text on record states its term, which is not over.")
        return _with_day(words, _("Runs until"), agreement.runs_until)
    if confirmed and confirmed.earliest >= reading.day:
        words = _("A source speaks of it as valid on a day no earlier than this one.")
        return _with_day(words, _("Last confirmed"), confirmed)
    if agreement.nature == AgreementNature.BINDING:
        words = _("A binding text stands until a source says otherwise; none does.")
    else:
        words = _usual_term(agreement)
    return _with_day(words, _("Last confirmed"), confirmed)


def _usual_term(agreement: Agreement) -> str:
    years = USUAL_TERM[AgreementKind(agreement.kind)]
    return ngettext(
        "No source gives its term; programmes of its kind usually run for %(number)s "
        "year, by NATO’s own word.",
        "No source gives its term; programmes of its kind usually run for %(number)s "
        "years, by NATO’s own word.",
        years,
    ) % {"number": years}


def _last_confirmed(agreement: Agreement) -> str:
    words = _("No source gives a term, or an end; what came after is not on record.")
    if term(agreement):
        words = _("Its term is over, and a source spoke of it as valid after that.")
    return _with_day(words, _("Last confirmed"), agreement.confirmed)


def _term_over(agreement: Agreement) -> str:
    if agreement.runs_until:
        words = _("Its stated term is over, and no source speaks of it as valid later.")
    else:
        words = _usual_term(agreement)
    return _with_day(words, _("Term over"), term(agreement))


def _superseded(agreement: Agreement, reading: Reading) -> str:
    later = successor(agreement, reading)
    since = later and (later.start or agreement.ended)
    if since:
        words = _("A later text took its place.")
        return _with_day(words, _("Superseded"), since)
    return _("A later text took its place, on a day that is not on record.")


def _with_day(words: str, label: str, day: PartialDate | None) -> str:
    if not day:
        return words
    dated = _("%(field)s: %(value)s") % {"field": label, "value": display(day)}
    return f"{words} {dated}."


_PLAIN = {
    AgreementState.ADOPTED: lambda: _(
        "A political text, a decision or an accession is adopted on a day; it is never "
        "in force."
    ),
    AgreementState.SIGNED: lambda: _(
        "It was signed, and the day of its entry into force has not come."
    ),
    AgreementState.UNDATED: lambda: _(
        "No source gives a day on which it was signed, in force or valid."
    ),
    AgreementState.LATER: lambda: _("Its first day on record has not come."),
    AgreementState.ENDED: lambda: _("A source gives the day on which it ended."),
}
