"""Phrases after which somebody may need a person soon. They open help and nothing else.

What this says may raise how soon a person looks, and offer help to who wrote it. It may never keep
a text back, hide it, tell others, or be kept about a person: it misses much and is often wrong.
"""

from peersupport.core.terms import Term, Terms

PHRASES = {
    "en": [
        "kill myself", "killing myself", "end my life", "ending my life", "end it all", "take my own life",
        "want to die", "wanna die", "wish i was dead", "wish i were dead", "better off dead",
        "better off without me", "dont want to live", "dont want to be alive", "dont want to wake up",
        "no reason to live", "cant go on", "cant do this anymore", "cannot go on", "suicidal", "hurt myself", "hurting myself", "cut myself",
        "cutting myself", "harm myself", "self harm", "self harming", "feel like a burden", "no one would notice if i",
        "nobody would miss me", "want to disappear", "want to end it", "hate myself",
    ],
    "de": [
        "mich umbringen", "mir das leben nehmen", "nicht mehr leben", "will sterben", "möchte sterben",
        "wäre lieber tot", "ohne mich besser dran", "ritze mich", "mich ritzen", "mir etwas antun",
        "kann nicht mehr", "suizidal",
    ],
    "fr": [
        "me suicider", "me tuer", "en finir avec la vie", "envie de mourir", "veux mourir",
        "plus envie de vivre", "me faire du mal",
    ],
    "es": [
        "matarme", "suicidarme", "quitarme la vida", "quiero morir", "no quiero vivir",
        "ganas de morir", "hacerme daño",
    ],
}  # fmt: skip
# Where one of these stands, the words in it are a manner of speaking.
IDIOMS = [
    "kill myself laughing", "killing myself laughing", "hate myself for laughing", "cut myself some slack",
    "cut myself a slice", "cut myself short", "hate myself for not starting", "end it all with a party",
    "want to die laughing", "want to die of embarrassment", "wanna die of embarrassment",
    "want to end it on", "want to end it with", "want to end it here",
]  # fmt: skip

_PHRASES = Terms(
    Term(words, words, language=language) for language, words in
    ((language, words) for language, phrases in PHRASES.items() for words in phrases)
)  # fmt: skip
_IDIOMS = Terms(Term(words, words, unless_quoted=False, unless_negated=False) for words in IDIOMS)


def sounds_worrying(text: str) -> bool:
    """Whether one of the phrases stands in a text as its writer's own: not quoted, denied or idle."""
    found = [match for match in _PHRASES.matches(text) if match.counts]
    if not found:
        return False
    idle = [(match.start, match.end) for match in _IDIOMS.matches(text)]
    return any(
        not any(start <= match.start and match.end <= end for start, end in idle) for match in found
    )
