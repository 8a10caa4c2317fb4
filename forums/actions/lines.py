"""What moderators did, as small lines in the topic's own stream."""

from typing import Any

from forums.models import SystemLine, Topic


def note_line(topic: Topic, kind: SystemLine.Kind, *, reason: str = "", **about: Any) -> SystemLine:
    """Put a line behind the topic's latest post. Called while holding the topic's row."""
    about = {"after": topic.last_number, "reason": " ".join(reason.split())[:200]} | about
    line = SystemLine.objects.create(topic=topic, kind=kind, **about)
    Topic.objects.filter(pk=topic.pk).update(has_lines=True)
    topic.has_lines = True
    return line
