"""The words that somebody looks for, as PostgreSQL reads them."""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from forums.models import config_of, site_language
from forums.models.search import CONFIGS, UNKNOWN

MOST_CHARACTERS = 200
LAST_WORD = re.compile(r"[^\W_]{3,}\Z")  # is found by its beginning as well
READ = """
SELECT config::text, q::text, querytree(q) FROM (
  SELECT config, CASE WHEN %(last)s = '' OR numnode(websearch_to_tsquery(config, %(last)s)) = 0
    THEN websearch_to_tsquery(config, %(text)s)
    ELSE websearch_to_tsquery(config, %(head)s) && (websearch_to_tsquery(config, %(last)s)
      || to_tsquery('simple', %(last)s || ':*')) END AS q
  FROM unnest(%(configs)s::regconfig[]) AS config) AS asked"""


@dataclass(frozen=True)
class Asked:
    """Words, “phrases” and -without, and what they are in each language of this site."""

    text: str  # as typed, on one line
    is_cut: bool = False
    queries: dict[str, str] = field(default_factory=dict)  # by configuration; none: nothing to find

    def __bool__(self) -> bool:
        return bool(self.queries)

    @property
    def all_queries(self) -> str:
        return " | ".join(f"( {query} )" for query in self.queries.values())

    def matching(self, *, by_index: bool = True) -> Q:
        """Rows whose `words` match, each by the rules of its own `language`.

        Without the index each row is asked: quicker where nearly all of them match.
        """
        words = F("words") if by_index else Coalesce("words", Value("", SearchVectorField()))
        found = Q()
        for config, query in self.queries.items():
            here = Q(Matches(words, Value(query)))
            if len(configs()) > 1:
                codes = [code for code, name in CONFIGS.items() if name == config]
                known = CONFIGS if config == UNKNOWN else codes
                spoken = Q(language__in=list(known))
                here &= ~spoken if config == UNKNOWN else spoken
            found |= here
        return found

    @property
    def loose(self) -> str:
        """The query without the order of its words: what the index finds for a phrase."""
        return re.sub(r"<(?:-|\d+)>", "&", self.all_queries)

    def rank(self) -> models.expressions.Combinable:
        """How well a row matches, as a whole number: one that pages can be cut at."""
        return Rank(F("words"), Value(self.all_queries))


class Matches(Func):
    template, arg_joiner = "%(expressions)s::tsquery", " @@ "
    output_field = models.BooleanField()


class Rank(Func):
    template = "(1e6 * ts_rank(%(expressions)s::tsquery, 1))::int"  # 1: long texts gain nothing
    output_field = models.IntegerField()


def configs() -> list[str]:
    """How words are read here: by the languages the site speaks."""
    codes = [site_language(), *(code for code, _name in settings.LANGUAGES)]
    return list(dict.fromkeys(map(config_of, codes)))


def ask(text: str) -> Asked:
    """Read what was typed, whatever it is. One statement, none where nothing was typed."""
    text = " ".join(text.replace("\x00", " ").split())
    is_cut = len(text) > MOST_CHARACTERS
    text = text[:MOST_CHARACTERS]
    if not text:
        return Asked("")
    head, last = text, ""
    last_word = LAST_WORD.search(text)
    if last_word and not re.search(r'"|\bor\b|-\w+\Z', text, re.IGNORECASE):
        head, last = text[: last_word.start()], last_word[0]
    with connection.cursor() as cursor:
        cursor.execute(READ, {"text": text, "head": head, "last": last, "configs": configs()})
        rows = cursor.fetchall()
    # Words to leave out, and none to find, would read every post.
    queries = {config: query for config, query, tree in rows if tree not in {"", "T"}}
    return Asked(text, is_cut, queries)
