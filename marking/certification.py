"""How far somebody has come as a rater: from a first pack to marks that count as certified.

Nothing is stored of it. Packs that were passed and sheets that were handed in say it anew each
time, so it cannot disagree with them; docs/marking-agreement.md says why it is built this way.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db.models import Exists, Min, OuterRef
from django.db.models.functions import Coalesce

from marking.calibration import progress
from marking.models import Run, ScoreSheet

SHADOWS, REVERSE_SHADOWS = 2, 1
# A certificate runs out after so long or so many interviews, whichever is first.
LASTS = timedelta(days=90)
SESSIONS = 20
PRACTICE = "practice marks"


class State(Enum):
    """Each with what comes next."""

    NEW = "Pass a pack first."
    SHADOWING = "Mark interviews blind beside their interviewer."
    REVERSE = "Interview somebody while another person marks along."
    CERTIFIED = "Nothing to do."
    LAPSED = "Mark a pack again to go on."


@dataclass(frozen=True)
class Record:
    """What the rows say of one person; times oldest first. `holding`: passed, the key unchanged."""

    passed: Sequence[datetime] = ()
    holding: Sequence[datetime] = ()
    shadows: Sequence[datetime] = ()
    reverses: Sequence[datetime] = ()
    sessions: Sequence[datetime] = ()


@dataclass(frozen=True)
class RaterStanding:
    """Where one person stands. `until`: when a certificate ends or ended by date."""

    state: State
    packs: int = 0
    shadows: int = 0
    reverses: int = 0
    until: datetime | None = None
    sessions_left: int | None = None

    @property
    def is_certified(self) -> bool:
        return self.state is State.CERTIFIED

    @property
    def label(self) -> str:
        """What stands beside their marks; nothing where they are certified."""
        return "" if self.is_certified else PRACTICE


def standing(record: Record, *, at: datetime) -> RaterStanding:
    """Where a person with this record stands at this time.

    The three parts may come in any order. Passing a pack again afterwards starts a new period;
    a pack whose key changed since no longer carries one.
    """
    facts = {
        "packs": len(record.passed),
        "shadows": len(record.shadows),
        "reverses": len(record.reverses),
    }
    if not record.passed:
        return RaterStanding(State.NEW, **facts)
    if len(record.shadows) < SHADOWS:
        return RaterStanding(State.SHADOWING, **facts)
    if len(record.reverses) < REVERSE_SHADOWS:
        return RaterStanding(State.REVERSE, **facts)
    learned = max(
        record.passed[0], record.shadows[SHADOWS - 1], record.reverses[REVERSE_SHADOWS - 1]
    )
    if not record.holding:
        return RaterStanding(State.LAPSED, **facts)
    since = max(learned, record.holding[-1])
    left = max(SESSIONS - sum(session > since for session in record.sessions), 0)
    holds = at < since + LASTS and left > 0
    return RaterStanding(
        State.CERTIFIED if holds else State.LAPSED,
        **facts,
        until=since + LASTS,
        sessions_left=left,
    )


def standing_of(user_ids: Collection[int], *, at: datetime) -> dict[int, RaterStanding]:
    """Where each of these people stands. Five queries, however many they are."""
    passed: dict[int, list[Run]] = {pk: [] for pk in user_ids}
    runs = Run.objects.filter(pack__owner__in=passed, passed=True).select_related("pack")
    for run in runs.order_by("finished_at"):
        passed[run.pack.owner_id].append(run)
    changed = progress.with_changed_key([run.pk for of in passed.values() for run in of])
    sheets = _sheets(passed)
    return {
        pk: standing(
            Record(
                passed=[run.finished_at for run in of],
                holding=[run.finished_at for run in of if run.pk not in changed],
                **sheets.get(pk, {}),
            ),
            at=at,
        )
        for pk, of in passed.items()
    }


def _sheets(user_ids: Collection[int]) -> dict[int, dict[str, list[datetime]]]:
    """What each handed in, by when it was first: as a shadow, with one, and altogether.

    A shadow is a peer's sheet beside the interviewer's of the same interview; a reverse shadow is
    the interviewer's sheet beside a peer's.
    """
    Role = ScoreSheet.Role
    others = (
        ScoreSheet.objects.submitted()
        .filter(interview=OuterRef("interview"))
        .exclude(rater=OuterRef("rater"))
    )
    rows = (
        ScoreSheet.objects.submitted()
        .filter(rater__in=user_ids)
        .annotate(
            first=Coalesce(Min("editions__submitted_at"), "submitted_at"),
            beside_interviewer=Exists(others.filter(role=Role.INTERVIEWER)),
            beside_peer=Exists(others.filter(role=Role.PEER)),
        )
        .order_by("first", "pk")
    )
    found: dict[int, dict[str, list[datetime]]] = {}
    for sheet in rows:
        of = found.setdefault(sheet.rater_id, {"shadows": [], "reverses": [], "sessions": []})
        of["sessions"].append(sheet.first)
        if sheet.role == Role.PEER and sheet.beside_interviewer:
            of["shadows"].append(sheet.first)
        if sheet.role == Role.INTERVIEWER and sheet.beside_peer:
            of["reverses"].append(sheet.first)
    return found
