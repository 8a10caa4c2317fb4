"""The floors behind the same uvicorn, a2wsgi and number of threads as the product's pages."""

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

THREADS = 4

pages = WSGIMiddleware(get_wsgi_application(), workers=THREADS)


async def application(scope, receive, send):
    """Answer pages, and the two messages of the lifespan."""
    if scope["type"] != "lifespan":
        await pages(scope, receive, send)
        return
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
