"""One port: pages through WSGI, where synchronous views are fast, streams through ASGI."""

import os
from functools import cache
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.db import connections

from .celery import app as tasks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peersupport.settings")

THREADS = 4
FIRST_PAGES = ("/help-now/", "/", "/forums/", "/accounts/login/", "/search/?q=hello")

pages = WSGIMiddleware(get_wsgi_application(), workers=THREADS)


def warm_up():
    """Answer a few visitors' pages before workers are forked: what they load, all then share.

    Without it every worker reads and compiles addresses, templates and queries for itself, which
    takes some 8 MiB each. Where the database is away there is nothing to learn and none to wait for.
    """
    for address in FIRST_PAGES:
        if _status_of(address).startswith("503"):
            break
    tasks.connection_for_write().get_transport_cls()  # loads what a reply sends its wake-up by
    connections.close_all()  # a connection belongs to one process


def _status_of(address):
    site = urlsplit(settings.SITE_URL)
    path, _, query = address.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "REMOTE_ADDR": "127.0.0.1"}
    environ |= {"HTTP_HOST": site.netloc, "wsgi.url_scheme": site.scheme}
    setup_testing_defaults(environ)
    statuses = []
    answer = pages.app(environ, lambda status, headers: statuses.append(status))
    b"".join(answer)
    answer.close()
    return statuses[0]


@cache
def streams():
    """Django's ASGI handler, made when the first stream is opened."""
    return get_asgi_application()


async def application(scope, receive, send):
    """Send `/stream/…` to Django's ASGI handler and everything else to the WSGI application."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/stream/"):
        await streams()(scope, receive, send)
    elif scope["type"] == "http":
        await pages(scope, receive, send)
    else:
        await send({"type": "websocket.close"})


async def _lifespan(receive, send):
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
