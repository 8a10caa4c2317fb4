"""One port: pages through WSGI, where synchronous views are fast, streams through ASGI."""

import os
from functools import cache

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peersupport.settings")

THREADS = 4

pages = WSGIMiddleware(get_wsgi_application(), workers=THREADS)


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
