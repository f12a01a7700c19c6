"""The same life of a photo on an object store: moto's server stands in for S3 on this machine."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer
from PIL import Image

from huying.config.stores import documents_storage
from huying.documents import public, storage, sweeping
from huying.documents.pictures import Box
from huying.kernel.errors import Unavailable
from tests.documents.conftest import HANDLER, PLACE_MARKER, RESIDENT, a_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guarded_case")]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, folder: Any) -> Any:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    made = boto3.resource("s3", endpoint_url=endpoint).create_bucket(
        Bucket=f"huying-{tmp_path.name[-20:].strip('_').replace('_', '-')}"
    )
    stores = dict(settings.STORAGES)
    stores["documents"] = documents_storage(tmp_path, bucket=made.name, endpoint=endpoint)
    settings.STORAGES = stores
    storages._storages.clear()
    return made


def keys(bucket: Any) -> list[str]:
    return [one.key for one in bucket.objects.all()]


def test_a_photo_lives_its_whole_life_in_a_bucket(
    bucket: Any, at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    photo = public.take_in(RESIDENT, file=a_photo(), name="a", purpose="case.report", at=at)
    public.attach(RESIDENT, document_ids=[photo.pk], thing="case", thing_id=17, at=at)
    assert len(keys(bucket)) == 2
    for one in bucket.objects.all():
        body = one.get()["Body"].read()
        assert not body.startswith(b"\xff\xd8")
        assert PLACE_MARKER.encode() not in body
    public.mask(HANDLER, document_id=photo.pk, boxes=[Box(0, 0, 0.5, 0.5)], at=at)
    masked = photo.variants.get(kind="masked")
    picture = Image.open(io.BytesIO(b"".join(storage.read(masked.key, sealed=False))))
    assert max(picture.getpixel((10, 10))) < 60
    with django_capture_on_commit_callbacks(execute=True):
        assert public.purge_originals(at + timedelta(days=30)) == 1
    assert sorted(keys(bucket)) == sorted(photo.variants.values_list("key", flat=True))


def test_strays_in_a_bucket_are_swept(bucket: Any, at: datetime) -> None:
    photo = public.take_in(RESIDENT, file=a_photo(), name="a", purpose="case.report", at=at)
    bucket.put_object(Key=f"{at:%Y/%m/%d}/stray", Body=b"x")
    assert sweeping.sweep(at + timedelta(days=2)) == 1
    assert sorted(keys(bucket)) == sorted(photo.variants.values_list("key", flat=True))


def test_a_bucket_that_is_gone_is_told_as_unavailable(bucket: Any, at: datetime) -> None:
    bucket.delete()
    with pytest.raises(Unavailable):
        public.take_in(RESIDENT, file=a_photo(), name="a", purpose="case.report", at=at)


def test_an_object_store_that_does_not_answer_is_told_as_unavailable(
    bucket: Any, settings: Any, at: datetime, tmp_path: Any
) -> None:
    stores = dict(settings.STORAGES)
    stores["documents"] = documents_storage(tmp_path, bucket="b", endpoint="http://127.0.0.1:9")
    settings.STORAGES = stores
    storages._storages.clear()
    with pytest.raises(Unavailable):
        public.take_in(RESIDENT, file=a_photo(), name="a", purpose="case.report", at=at)
