"""How an upload arrives: straight to disk, never into memory, and never more than the largest allowed file."""

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

HARD_CAP = 201 * 1024 * 1024


class CappedToDisk(TemporaryFileUploadHandler):
    """Writes each file to disk as it arrives. Bytes beyond the cap are dropped; the purpose's limit then refuses it."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        room = HARD_CAP - start
        if room > 0:
            super().receive_data_chunk(raw_data[:room], start)
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return super().file_complete(min(file_size, HARD_CAP))
