"""What in a text looks like a detail that leads to a person. Pure: nothing is stored or logged.

Patterns are narrow on purpose. A nudge that comes for nothing teaches people to wave it away, so
dates, prices, times, sums, ISBNs and course codes are left alone, and some numbers are missed.
"""

import re
from collections.abc import Iterable
from enum import StrEnum


class Detail(StrEnum):
    """A kind of personal detail, in the order in which a notice names them."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    STUDENT_NUMBER = "student_number"


# "student number: 2034567", "matric no. 12345678", "s1234567".
STUDENT_NUMBER = (
    r"\b(?:student|matric\w*|matrikel\w*|enrol\w*|candidate)[ -]?(?:number|no\.?|nr\.?|id|#)?"
    r"(?: is)?:? *#?[a-z]{0,2}\d{5,10}\b|\b[su]\d{7,8}\b"
)
_LINK = re.compile(r"\bhttps?://\S+|\bwww\.\S+", re.IGNORECASE)
_CODE = re.compile(r"```.*?```|`[^`\n]+`|\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}\b", re.IGNORECASE)
_NOT_PHONE = re.compile(
    r"\bISBN(?:-1[03])?:? *[\dX -]{10,17}|\b97[89][- ]?\d[\d -]{8,13}"  # books
    r"|\b\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+)?|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"  # dates
    r"|\b\d{1,2}:\d{2}(?::\d{2})?\b"  # times
    r"|\b(?:doi|arxiv|orcid|issn|version)\b\S* *\S*",
    re.IGNORECASE,
)
_SUM = r"(?<![\w.,+*/=^€$£%(:-])(?<![=*/^€$£] )"  # not within a number, a sum or a price
_PHONE = re.compile(
    # +44 7700 900123, 0044 …
    r"(?<![\w.,*/=^])(?:\+|00)[1-9]\d{0,2}(?:[ ./-]?\(0?\d*\))?(?:[ ./-]?\d){7,12}(?![\d.,]*\d)"
    # 07700 900 123, (0151) 23456789, 06-12345678
    rf"|{_SUM}\(?0[1-9]\d{{0,4}}\)?(?:[ /-]?\d){{5,9}}(?!\d|[.,]\d| ?[=*/^%€$£])"
    # (555) 123-4567, 555-123-4567, 555 123 4567
    rf"|{_SUM}(?:\([2-9]\d\d\) ?|[2-9]\d\d[-. ])\d{{3}}[-. ]\d{{4}}(?!\d|[.,]\d| ?[=*/^%€$£])"
)
_PHONE_DIGITS = range(9, 16)
_NAME = r"[A-Z\u00c0-\u00de][\w’'.-]+"
_ADDRESS = re.compile(
    # 12 Acacia Avenue, 4b Old Mill Road
    rf"\b\d{{1,4}}[a-z]?,? (?:{_NAME} ){{1,3}}"
    r"(?:Street|Road|Rd|Avenue|Ave|Lane|Drive|Close|Terrace|Crescent|Boulevard|Blvd|Gardens|Grove)\b"
    rf"|\b\d{{1,4}}[a-z]? (?:{_NAME} ){{1,2}}St\b\.?"
    # Lindenstraße 12, Am Alten Markt is missed, Marktplatz 3
    r"|\b[A-Z\u00c0-\u00de][\w-]{0,40}(?:straße|strasse|str\.|gasse|allee|platz) \d{1,4}[a-z]?\b"
    r"|\b[A-Z]\w{0,40}(?:straat|laan|gracht) \d{1,4}\b"
    # 12 rue des Lilas, Calle Mayor 5, Via Roma 7
    rf"|\b\d{{1,4}},? (?:bis |ter )?(?:rue|avenue|boulevard|chemin) (?:[dl]\w* ){{0,3}}{_NAME}"
    rf"|\b(?:Calle|Carrer|Via|Viale|Rua|ulica|ul\.) (?:(?:d\w+ )?{_NAME},? ){{1,3}}\d{{1,4}}\b"
)


def details_in(
    text: str, *, student_number: str = STUDENT_NUMBER, known: Iterable[str] = ()
) -> set[Detail]:
    """The kinds of personal details that a text seems to hold.

    `student_number` is a regular expression, read without regard to case; "" looks for none.
    `known` are numbers and addresses that everybody may be told, such as those of help lines. Links,
    code and formulas are no personal details.
    """
    text = _LINK.sub(" ", _CODE.sub(" ", text))
    text = _without(text, known)
    found = set()
    if _EMAIL.search(text):
        found.add(Detail.EMAIL)
    text = _EMAIL.sub(" ", text)
    if student_number and re.search(student_number, text, re.IGNORECASE):
        found.add(Detail.STUDENT_NUMBER)
        text = re.sub(student_number, " ", text, flags=re.IGNORECASE)
    if _has_phone(_NOT_PHONE.sub(" ", text)):
        found.add(Detail.PHONE)
    if _ADDRESS.search(text):
        found.add(Detail.ADDRESS)
    return found


def _has_phone(text: str) -> bool:
    numbers = (re.sub(r"\D", "", match[0]) for match in _PHONE.finditer(text))
    return any(len(digits) in _PHONE_DIGITS for digits in numbers)


def _without(text: str, known: Iterable[str]) -> str:
    """A text without what everybody may know, however a number in it is spaced."""
    for words in filter(None, known):
        if digits := re.sub(r"\D", "", words):
            text = re.sub(r"(?<!\d)\+?" + r"[ ./()-]*".join(digits) + r"(?!\d)", " ", text)
        else:
            text = text.replace(words, " ")
    return text
