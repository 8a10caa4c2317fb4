"""How the site is served: one port, the code loaded once and shared by forked workers.

Used as `gunicorn -c python:peersupport.serving`, by the demo and by containers alike.
"""

import ctypes
import gc
import os
import sys

from uvicorn_worker import UvicornWorker


class TakesTurns:
    """A listening socket whose queue no worker empties alone.

    asyncio accepts as many connections at a wake as its `backlog` says. With 1 a worker that is
    busy takes few and an idle one takes the rest; the kernel's queue keeps its own length.
    """

    def __init__(self, sock):
        self._sock = sock

    def __getattr__(self, name):
        return getattr(self._sock, name)

    def listen(self, _backlog):
        """The parent listens already, with gunicorn's `backlog`."""


class FairWorker(UvicornWorker):
    CONFIG_KWARGS = {"loop": "asyncio", "http": "auto", "backlog": 1}

    async def _serve(self):
        self.sockets = [TakesTurns(sock) for sock in self.sockets]
        await super()._serve()


wsgi_app = "peersupport.asgi:application"
worker_class = FairWorker
workers = int(os.environ.get("WEB_WORKERS", "2"))
bind = f"{os.environ.get('WEB_HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
preload_app = True
timeout = 60
graceful_timeout = 3
keepalive = 5
loglevel = "warning"
accesslog = None  # it would hold addresses and whole paths; our own line does not
control_socket_disable = True


M_ARENA_MAX = -8  # of glibc's malloc.h; other libraries have no such option and answer 0


def post_fork(server, worker):
    """Threads of a worker share one heap: eight of them would keep free memory eight times over."""
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(M_ARENA_MAX, 1)


def when_ready(server):
    """What is loaded now stays: without this the collector would touch, and so copy, all of it."""
    application = sys.modules[server.app.app_uri.partition(":")[0]]
    if warm_up := getattr(application, "warm_up", None):  # the floors of `make bench` have none
        warm_up()
    gc.collect()
    gc.freeze()
