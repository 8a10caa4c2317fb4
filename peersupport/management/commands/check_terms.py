import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.core.management.base import BaseCommand, CommandError

from moderation.models import Report, WatchedTerm
from peersupport.core.terms import Terms

Labelled = Iterator[tuple[str, bool]]
UNKIND = {Report.Reason.UNKIND, Report.Reason.HARM}


class Score(NamedTuple):
    """How a list of terms does on labelled texts. Figures between 0 and 1; none where nothing counts."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Of what was found, how much is what it was taken for."""
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Of what there is, how much was found."""
        there = self.right + self.missed
        return self.right / there if there else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both: 2 right / (2 right + wrong + missed)."""
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else None


def toxic(folder: Path) -> Labelled:
    """A thousand English comments that readers found toxic, or not: text,is_toxic."""
    with (folder / "toxicity-surge" / "toxicity_en.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["text"], row["is_toxic"].strip().casefold() == "toxic"


def spam(folder: Path) -> Labelled:
    """Text messages, each line ham or spam, a tab, and the text."""
    with (folder / "sms-spam" / "sms.tsv").open(encoding="utf-8") as file:
        for line in file:
            label, _tab, text = line.rstrip("\n").partition("\t")
            yield text, label == "spam"


SETS = {
    "toxicity-surge": (toxic, UNKIND, "norms “unkind” and “harm”"),
    "sms-spam": (spam, {Report.Reason.SPAM}, "norm “spam”"),
}


class Command(BaseCommand):
    help = "Say how often the watched terms in use are right, on texts that people labelled."

    def add_arguments(self, parser):
        parser.add_argument(
            "--data", type=Path, default=Path("data"),
            help="Folder that holds toxicity-surge/ and sms-spam/. Default: data",
        )  # fmt: skip

    def handle(self, *args, data, **options):
        for name, (texts, reasons, about) in SETS.items():
            terms = list(WatchedTerm.objects.in_use().filter(reason__in=reasons))
            try:
                score, per_term = _score(terms, texts(data))
            except FileNotFoundError as error:
                raise CommandError(
                    f"There is no {error.filename}. Name the folder with --data."
                ) from None
            self.stdout.write(f"{name}: {len(terms)} terms in use of {about}")
            self.stdout.write(
                f"  {score.right + score.missed} of {sum(per_term.texts)} texts are labelled so; "
                f"right {score.right}, wrong {score.wrong}, missed {score.missed}"
            )
            self.stdout.write(
                f"  precision {_figure(score.precision)}, recall {_figure(score.recall)}, "
                f"F1 {_figure(score.f1)}"
            )
            if options["verbosity"] > 1:
                for words, (right, wrong) in per_term.lines():
                    self.stdout.write(f"  {words}: right {right}, wrong {wrong}")


class PerTerm:
    """How often each term was right and wrong, and how many texts there were of each kind."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.texts = [0, 0]

    def lines(self) -> Iterator[tuple[str, tuple[int, int]]]:
        for words in sorted(self.right.keys() | self.wrong.keys()):
            yield words, (self.right[words], self.wrong[words])


def _score(terms: list[WatchedTerm], texts: Labelled) -> tuple[Score, PerTerm]:
    known, per_term = Terms(term.as_term for term in terms), PerTerm()
    right = wrong = missed = 0
    for text, is_so in texts:
        found = known.found_in(text)
        per_term.texts[is_so] += 1
        (per_term.right if is_so else per_term.wrong).update(str(term.key) for term in found)
        right += bool(found) and is_so
        wrong += bool(found) and not is_so
        missed += is_so and not found
    return Score(right, wrong, missed), per_term


def _figure(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"
