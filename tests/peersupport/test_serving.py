import asyncio
import io
import socket
from types import SimpleNamespace

import pytest

from peersupport import asgi
from peersupport.serving import FairWorker, TakesTurns

QUEUE = 16


def test_a_worker_takes_one_connection_at_a_time_and_the_queue_stays_long():
    made = []

    class Counting(asyncio.Protocol):
        def connection_made(self, transport):
            made.append(transport)

    async def serve(listening):
        loop = asyncio.get_running_loop()
        backlog = FairWorker.CONFIG_KWARGS["backlog"]
        server = await loop.create_server(Counting, sock=TakesTurns(listening), backlog=backlog)
        clients = [socket.create_connection(listening.getsockname(), timeout=1) for _ in range(5)]
        seen = []
        while len(made) < len(clients):
            await asyncio.sleep(0)
            seen.append(len(made))
        for end in [*made, *clients]:
            end.close()
        server.close()
        await server.wait_closed()
        return seen

    with socket.create_server(("127.0.0.1", 0), backlog=QUEUE) as listening:
        listening.setblocking(False)
        seen = asyncio.run(serve(listening))

    assert max(after - before for before, after in zip([0, *seen], seen, strict=False)) == 1


def test_first_pages_are_answered_before_workers_are_forked(client, db):
    assert {address: client.get(address).status_code for address in asgi.FIRST_PAGES} == (
        dict.fromkeys(asgi.FIRST_PAGES, 200)
    )


@pytest.mark.parametrize(("status", "asked"), [("200 OK", 5), ("503 Away", 1)])
def test_no_connection_is_left_to_workers_and_nobody_waits_for_a_database(
    monkeypatch, status, asked
):
    addresses, closed = [], []

    def answer(environ, start_response):
        addresses.append(environ["PATH_INFO"])
        start_response(status, [])
        return io.BytesIO()

    monkeypatch.setattr(asgi, "pages", SimpleNamespace(app=answer))
    monkeypatch.setattr(asgi, "connections", SimpleNamespace(close_all=lambda: closed.append(True)))

    asgi.warm_up()

    assert (len(addresses), closed) == (asked, [True])
