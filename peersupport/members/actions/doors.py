from ..models import Member, SecurityEvent


def note(member: Member, kind: SecurityEvent.Kind, *, device: str = "") -> None:
    """Keep what happened to the doors of an account."""
    SecurityEvent.objects.create(member=member, kind=kind, device=device[:80])


def is_new_device(member: Member, device: str) -> bool:
    """Whether somebody signed in before, but never from a device of this description."""
    before = member.security_events.filter(kind=SecurityEvent.Kind.SIGNED_IN)
    return before.exists() and not before.filter(device=device).exists()
