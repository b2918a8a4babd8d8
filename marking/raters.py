"""Who is asked to mark an interview, and who is blind until theirs is in."""

from datetime import datetime

from accounts.models import User
from interview.models import Interview, Seat
from marking.models import ScoreSheet, Share

Role = ScoreSheet.Role


def role_of(user: User, interview: Interview, *, at: datetime) -> str | None:
    """As what this person may mark this interview now: the interviewer's seat counts before a share
    that asks for marks. None for the candidate and everybody else."""
    if user.pk == interview.candidate_id:
        return None
    seats = interview.seats.filter(user=user.pk, role=Seat.Role.INTERVIEWER)
    if seats.exists():
        return Role.INTERVIEWER
    asked = Share.objects.open_to(user, at=at).filter(interview=interview, asks_for_marks=True)
    return Role.PEER if asked.exists() else None


def positions_for(user: User, interview: Interview, *, at: datetime) -> set[int] | None:
    """The questions they may mark, None for all of them."""
    if role_of(user, interview, at=at) == Role.INTERVIEWER:
        return None
    shares = Share.objects.open_to(user, at=at).filter(interview=interview, asks_for_marks=True)
    chosen = list(shares.values_list("positions", flat=True))
    if None in chosen:
        return None
    return {position for positions in chosen for position in positions}


def is_blind(user: User, interview: Interview, *, at: datetime) -> bool:
    """Asked for marks, and theirs are not in: no mark of anybody else's is shown to them."""
    if role_of(user, interview, at=at) is None:
        return False
    return not interview.score_sheets.of(user).submitted().exists()


def others_at_it(user: User, interview: Interview, *, at: datetime) -> list[ScoreSheet]:
    """Sheets of others that somebody has on screen now."""
    sheets = interview.score_sheets.being_marked(at=at).exclude(rater=user.pk)
    return list(sheets.select_related("rater"))
