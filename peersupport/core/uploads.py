"""The bound on a request that brings files, held before any of it is kept."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUpload(FileUploadHandler):
    """Refuses a body by the length it declares, and by what really comes."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.received = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  as Django names it
        content_length: int,
        *rest: Any,
        **more: Any,  # noqa: N803
    ) -> None:
        self._hold(content_length)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        self._hold(self.received)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps it."""

    def _hold(self, length: int) -> None:
        if length > settings.UPLOAD_MAX_BYTES:
            raise RequestDataTooBig("The request brings more than UPLOAD_MAX_BYTES.")
