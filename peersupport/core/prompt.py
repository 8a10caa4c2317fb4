"""Answers without Nagle's 40 ms: uvicorn's workers share a socket on which asyncio leaves it on."""

import socket

from uvicorn.protocols.http.h11_impl import H11Protocol


class Prompt(H11Protocol):
    """uvicorn's HTTP/1.1, with TCP_NODELAY on every connection."""

    def connection_made(self, transport):
        accepted = transport.get_extra_info("socket")
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)
