"""Where files of documents lie: a folder of ours, or a bucket."""

from pathlib import Path


def documents_storage(folder: Path, *, bucket: str, endpoint: str) -> dict[str, object]:
    """The entry of STORAGES. Keys of a bucket come from the usual AWS_* variables."""
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    options = {"bucket_name": bucket, "endpoint_url": endpoint or None, "default_acl": None, "max_memory_size": 2**20}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
