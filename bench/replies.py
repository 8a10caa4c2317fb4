"""Replies, one after the other over one kept connection, as different members."""

import http.client
import time
import uuid
from itertools import cycle
from statistics import median, quantiles
from urllib.parse import urlencode

from . import pages, texts
from .results import BenchError, Load

COUNT = 20


def send(port: int, cookies: list[str]) -> Load:
    """Post some replies; what their answers took."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    path, took = pages.reply_path(), []
    bodies = [body for _number, body, _html, _excerpt in texts.pool()]
    try:
        for number, cookie in zip(range(COUNT), cycle(cookies), strict=False):
            took.append(_post(connection, path, cookie, bodies[number * 7 % len(bodies)]))
    finally:
        connection.close()
    cuts = quantiles(took, n=20)
    return Load(COUNT / sum(took), median(took) * 1000, cuts[18] * 1000)


def _post(connection: http.client.HTTPConnection, path: str, cookie: str, body: str) -> float:
    """Send one reply and return its seconds; only a redirect means that it was taken."""
    form = {"csrfmiddlewaretoken": pages.CSRF, "submit_token": uuid.uuid4(), "body": body}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    began = time.perf_counter()
    connection.request("POST", path, urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise BenchError(f"POST {path} answered {answer.status}, not 302")
    return time.perf_counter() - began
