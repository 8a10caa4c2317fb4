"""Words and phrases looked for in a text, as people type them. Pure: nothing is stored or logged.

A text is read once, from left to right, and each of its words is looked up in a tree of terms. The
time grows with the text and hardly with the number of terms, and no pattern is ever made of what
somebody typed. Words are compared in a plain form (see `plain`), so that capitals, accents,
invisible characters and numbers in place of letters hide nothing.

What it cannot do: letters that merely look alike in other scripts, letters set apart by spaces, and
languages that put no spaces between words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

NEGATES_WITHIN = 3  # words in front of a term, in the same sentence
NEGATORS = {
    "en": frozenset(
        [
            "not",
            "no",
            "never",
            "nobody",
            "none",
            "nor",
            "neither",
            "without",
            "dont",
            "doesnt",
            "didnt",
            "isnt",
            "arent",
            "aint",
            "wasnt",
            "werent",
            "wont",
            "wouldnt",
            "cant",
            "cannot",
            "couldnt",
            "shouldnt",
            "havent",
            "hasnt",
            "hadnt",
        ]
    ),
    "de": frozenset(
        [
            "nicht",
            "nichts",
            "kein",
            "keine",
            "keinen",
            "keinem",
            "keiner",
            "nie",
            "niemals",
            "niemand",
            "ohne",
        ]
    ),
    "fr": frozenset(["ne", "pas", "jamais", "aucun", "aucune", "rien", "sans"]),
    "es": frozenset(["no", "nunca", "jamas", "ningun", "ninguna", "nadie", "sin"]),
}
_LEET = str.maketrans("013457@$!", "oieastasi")
_LETTER = re.compile(r"[^\W\d_]")
_LEET_SIGN = re.compile(r"[013457@$!]")
_TOKEN = re.compile(r"(?:[^\W_]|\$)(?:(?:[^\W_]|['’@$!])*(?:[^\W_]|\$))?")
_BREAK = re.compile(r"[.!?;:\n]")
_QUOTED = re.compile(
    r"(?m)^ {0,3}>.*$"  # a quotation in Markdown
    r'|"[^"\n]{1,500}"|“[^“”\n]{1,500}”|„[^„“”\n]{1,500}[“”]|«[^«»\n]{1,500}»|»[^«»\n]{1,500}«'
)


@dataclass(frozen=True)
class Term:
    """What is looked for: a word or a phrase. `key` is the caller's own name for it."""

    key: Any
    words: str
    any_form: bool = False  # its last word may go on: "idiot" finds "idiots" and "idiotic"
    language: str = "en"  # whose words of denial count
    unless_quoted: bool = True
    unless_negated: bool = True


@dataclass(frozen=True)
class Match:
    """Where a term stands: from the word at `start` up to the one before `end`."""

    term: Term
    start: int
    end: int
    is_quoted: bool
    is_negated: bool

    @property
    def counts(self) -> bool:
        """Whether nothing around it excuses it."""
        is_excused = (self.is_quoted and self.term.unless_quoted) or (
            self.is_negated and self.term.unless_negated
        )
        return not is_excused


@dataclass
class _Node:
    """What may follow the words so far, and which terms end here."""

    ends: list[Term] = field(default_factory=list)
    begins: dict[str, list[Term]] = field(default_factory=dict)  # by how a last word begins
    lengths: set[int] = field(default_factory=set)  # of these beginnings
    then: dict[str, "_Node"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Word:
    plain: str
    at: int
    sentence: int


def plain(word: str) -> str:
    """A word as it is compared: small letters, no accents, letters in place of look-alike signs.

    "Ídïøt" keeps its ø, which is a letter of its own; "1d10t" and "ID'IOT" become "idiot". Numbers
    stay numbers: signs are read as letters only in a word that has letters as well.
    """
    word = _bare(word).casefold()
    if _LETTER.search(word) and _LEET_SIGN.search(word):
        word = word.translate(_LEET)
    word = word.replace("’", "'")
    return word.removesuffix("'s").replace("'", "")


def normalised(text: str) -> str:
    """A whole text in plain words with one space between them: two that say the same are equal."""
    return " ".join(word.plain for word in _words(_bare(text)))


class Terms:
    """Terms that are looked for together."""

    def __init__(self, terms: Iterable[Term]):
        self._root = _Node()
        for term in terms:
            self._add(term)

    def _add(self, term: Term) -> None:
        words = [word.plain for word in _words(_bare(term.words))]
        if not words:
            return
        node = self._root
        for word in words[:-1]:
            node = node.then.setdefault(word, _Node())
        if term.any_form:
            node.begins.setdefault(words[-1], []).append(term)
            node.lengths.add(len(words[-1]))
        else:
            node.then.setdefault(words[-1], _Node()).ends.append(term)

    def found_in(self, text: str) -> list[Term]:
        """Those that a text holds and that nothing around them excuses, each once, as they come."""
        counted = (match.term for match in self.matches(text) if match.counts)
        return list(dict.fromkeys(counted))

    def matches(self, text: str) -> Iterator[Match]:
        """Every place where a term stands."""
        text = _bare(text)
        words = list(_words(text))
        quoted = [(found.start(), found.end()) for found in _QUOTED.finditer(text)]
        current = 0
        for start, word in enumerate(words):
            while current < len(quoted) and quoted[current][1] <= word.at:
                current += 1
            is_quoted = current < len(quoted) and quoted[current][0] <= word.at
            for term, end in self._ending(words, start):
                yield Match(term, start, end, is_quoted, _is_negated(words, start, term.language))

    def _ending(self, words: list[_Word], start: int) -> Iterator[tuple[Term, int]]:
        """Terms that begin at a word, each with where it ends."""
        node = self._root
        for place in range(start, len(words)):
            word = words[place].plain
            for length in node.lengths:
                for term in node.begins.get(word[:length], ()) if length <= len(word) else ():
                    yield term, place + 1
            following = node.then.get(word)
            if following is None:
                return
            node = following
            for term in node.ends:
                yield term, place + 1


def _bare(text: str) -> str:
    """Without accents and invisible characters."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if unicodedata.category(c) not in {"Mn", "Cf", "Me"})


def _words(text: str) -> Iterator[_Word]:
    sentence, before = 0, 0
    for found in _TOKEN.finditer(text):
        if _BREAK.search(text, before, found.start()):
            sentence += 1
        before = found.end()
        yield _Word(plain(found[0]), found.start(), sentence)


def _is_negated(words: list[_Word], start: int, language: str) -> bool:
    denials = NEGATORS["en"] | NEGATORS.get(language, frozenset())
    near = words[max(0, start - NEGATES_WITHIN) : start]
    return any(w.plain in denials and w.sentence == words[start].sentence for w in near)
