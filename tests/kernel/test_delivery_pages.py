"""What could not be delivered lies before the system administrator, and before nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from huying.kernel import deliveries
from huying.kernel.actor import GUEST, Actor, Post
from huying.kernel.journal import announce
from huying.kernel.models import Delivery
from tests.kernel import listeners
from tests.kernel.listeners import BellRung
from tests.kernel.world import AT, CLERK

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="person", account_id=1, posts=(Post(role="system_admin", area_path="/1/"),))
AUDITOR = Actor(kind="person", account_id=2, posts=(Post(role="audit_admin", area_path="/1/"),))


@pytest.fixture
def stuck() -> list[Delivery]:
    listeners.heard.clear()
    listeners.troubles[:] = [ValueError("张三 13812345678")]
    for bell_id in (1, 2):
        row = announce(BellRung(bell_id=bell_id), by=CLERK, at=AT)
        for attempt in range(deliveries.MOST_ATTEMPTS):
            deliveries.deliver_row(row.id, at=AT + timedelta(hours=2 * attempt))
    listeners.troubles.clear()
    return list(Delivery.objects.filter(stuck=True).order_by("id"))


def test_only_the_system_administrator_sees_the_list(client_as: Callable[..., Client], stuck: list[Delivery]) -> None:
    assert client_as(AUDITOR).get("/manage/deliveries/").status_code == 403
    assert client_as(GUEST).get("/manage/deliveries/").status_code == 302
    page = client_as(KEEPER).get("/manage/deliveries/").content.decode()
    assert "count_the_bell" in page
    assert "卡住的处理" in page
    assert "ValueError" in page
    assert "张三" not in page


def test_an_empty_list_says_so(client_as: Callable[..., Client]) -> None:
    assert "没有积压" in client_as(KEEPER).get("/manage/deliveries/").content.decode()


def test_ticked_ones_go_back_with_a_reason(client_as: Callable[..., Client], stuck: list[Delivery]) -> None:
    client = client_as(KEEPER)
    first, second = stuck
    refused = client.post("/manage/deliveries/retry/", {"pick": first.pk, "reason": ""})
    assert refused.status_code == 422
    answer = client.post("/manage/deliveries/retry/", {"pick": first.pk, "reason": "短信已恢复"}, follow=True)
    assert "已重新投递 1 条" in answer.content.decode()
    assert list(Delivery.objects.filter(stuck=True)) == [second]
    client.post("/manage/deliveries/retry/", {"reason": "全部重投"})
    assert not Delivery.objects.filter(stuck=True).exists()
    assert client_as(AUDITOR).post("/manage/deliveries/retry/", {"reason": "全部重投"}).status_code == 403


def test_programs_see_and_put_back_what_is_stuck(client_as: Callable[..., Client], stuck: list[Delivery]) -> None:
    first, second = stuck
    keeper, path = client_as(KEEPER), "/api/v1/kernel/deliveries/"
    told = keeper.get(f"{path}stuck").json()
    assert [one["id"] for one in told["items"]] == [second.pk, first.pk]
    send = {"content_type": "application/json"}
    assert keeper.post(f"{path}retry", {"reason": "修好了", "ids": [first.pk]}, **send).json() == {"retried": 1}
    assert keeper.post(f"{path}retry", {"reason": ""}, **send).status_code == 422
    assert client_as(AUDITOR).get(f"{path}stuck").status_code == 403
    assert client_as(AUDITOR).post(f"{path}retry", {"reason": "修好了"}, **send).status_code == 403
    assert client_as(GUEST).get(f"{path}stuck").status_code == 401


def test_the_list_is_paged_with_few_queries(
    client_as: Callable[..., Client], django_assert_max_num_queries: Callable[..., object]
) -> None:
    Delivery.objects.bulk_create(
        Delivery(row_id=n, row_at=AT, next_at=AT, handler="h", stuck=True, last_error="E") for n in range(120)
    )
    client = client_as(KEEPER)
    with django_assert_max_num_queries(12):
        page = client.get("/manage/deliveries/").content.decode()
    assert page.count('name="pick"') == 50
    assert "after=" in page
