"""What one request takes, counted in this process with the same settings and database."""

import cProfile
import gzip
import io
import pstats
import uuid
from collections.abc import Callable

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from .results import BenchError, Cost

WRITES = ("INSERT", "UPDATE", "DELETE")
REQUESTS = 200


def client_with(cookie: str) -> Client:
    """A test client that sends this cookie header."""
    client = Client()
    for part in filter(None, cookie.split("; ")):
        name, _, value = part.partition("=")
        client.cookies[name] = value
    return client


def of_page(path: str, cookie: str) -> Cost:
    """The cost of a page's second, warmed GET."""
    client = client_with(cookie)
    _checked(path, client.get(path), 200)
    return counted(lambda: _checked(path, client.get(path), 200))


def of_reply(path: str, cookie: str, body: str) -> Cost:
    """The cost of one reply."""
    client = client_with(cookie)
    data = {"body": body, "submit_token": str(uuid.uuid4())}
    return counted(lambda: _checked(path, client.post(path, data), 302))


def counted(request: Callable[[], HttpResponse]) -> Cost:
    """Statements, writes and size of what one request does and answers."""
    statements: list[str] = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        content = request().content
    writes = sum(is_write(statement) for statement in statements)
    return Cost(len(statements), writes, len(content), len(gzip.compress(content, 6)))


def is_write(statement: str) -> bool:
    """Whether a statement changes rows."""
    return statement.lstrip().upper().startswith(WRITES)


def profile(path: str, cookie: str) -> str:
    """Where 200 warmed requests spend their time: by cumulative time, then by own time."""
    client = client_with(cookie)
    for _ in range(10):
        _checked(path, client.get(path), 200)
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(REQUESTS):
        client.get(path)
    profiler.disable()
    text = io.StringIO()
    stats = pstats.Stats(profiler, stream=text).strip_dirs()
    stats.sort_stats("cumulative").print_stats(60)
    stats.sort_stats("tottime").print_stats(40)
    return text.getvalue()


def _checked(path: str, response: HttpResponse, status: int) -> HttpResponse:
    if response.status_code != status:
        raise BenchError(f"{path} answered {response.status_code} in this process")
    return response
