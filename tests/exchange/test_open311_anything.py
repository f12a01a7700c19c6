"""Whatever is asked of Open311 gets an answer of the described shape; and a client of others reads it for real."""

from typing import Any
from xml.etree.ElementTree import fromstring

import georeport
import pytest
import schemathesis
from hypothesis import given
from pytest_django.live_server_helper import LiveServer
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from huying.config.wsgi import application
from huying.kernel.actor import Actor
from tests.cases.makers import LAMPS, a_case, settle
from tests.config.test_openapi import FEWER, _one_connection

__all__ = ["_one_connection"]
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
HOLDER = Actor(kind="token", scopes=("exchange:write",), task="token:1")


@pytest.mark.usefixtures("_one_connection")
def test_whatever_is_asked_gets_an_answer_of_the_described_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    settle()
    monkeypatch.setattr("huying.exchange.pages.open311.actor_for_token", lambda raw, at: HOLDER)
    schema = schemathesis.openapi.from_wsgi("/open311/v2/openapi.json", application)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 14
    for operation in operations:
        ask(operation)


def ask(operation: Any) -> None:
    @given(case=operation.as_strategy())
    @FEWER
    def asked(case: Any) -> None:
        response = case.call_and_validate(checks=CHECKS)
        if operation.path.endswith(".xml"):
            fromstring(response.content)

    asked()


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.django_db(transaction=True)
def test_the_client_from_pypi_reads_what_stands_there(live_server: LiveServer, form: str, at: Any) -> None:
    town = settle()
    numbers = [a_case(town, at=at, category_code=LAMPS).number for _nth in range(2)]
    client = georeport.GeoReport(f"{live_server.url}/open311/v2", output_format=form)
    services = {one["service_code"]: one["service_name"] for one in client.get_service_list()}
    assert client.get_service_definition(LAMPS)["service_code"] == LAMPS
    rows = client.get_service_requests(service_code=LAMPS, start_date="2026-11-01T00:00:00Z", status="open")
    assert sorted(row["service_request_id"] for row in rows) == sorted(numbers)
    one = client.get_service_request(numbers[0])
    assert (one["status"], one["service_name"]) == ("open", services[LAMPS])
    with pytest.raises(Exception, match="404"):
        client.get_service_request("GL-2026-999999")
