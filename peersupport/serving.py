"""How the site is served: one port, the code loaded once and shared by forked workers.

Used as `gunicorn -c python:peersupport.serving`, by the demo and by containers alike.
"""

import gc
import os

wsgi_app = "peersupport.asgi:application"
worker_class = "uvicorn_worker.UvicornWorker"
workers = int(os.environ.get("WEB_WORKERS", "2"))
bind = f"{os.environ.get('WEB_HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
preload_app = True
timeout = 60
graceful_timeout = 3
keepalive = 5
loglevel = "warning"
accesslog = None  # it would hold addresses and whole paths; our own line does not
control_socket_disable = True


def when_ready(server):
    """What is loaded now stays: without this the collector would touch, and so copy, all of it."""
    gc.collect()
    gc.freeze()
