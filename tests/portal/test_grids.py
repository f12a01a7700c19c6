"""Who serves a grid is public: the name that colleagues chose to be known by, and telephones of offices only."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from huying.kernel.actor import SYSTEM
from huying.organisations.public import grant_role
from huying.people.models import Account
from huying.territory.public import Duty, set_grid_duty, set_jurisdiction
from tests.organisations.makers import a_body, a_town
from tests.people.makers import a_resident

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def town():
    town = a_town()
    set_jurisdiction(SYSTEM, area_id=town.county.pk, at=AT)
    grid, community = town.grids[0], town.communities[0]
    a_body(community, "颐和路社区居委会", kind="R10", office_phone="025-83370001")
    duty = Duty(contact_office="网格工作站", contact_phone="025-83370002", complaint_phone="12345")
    set_grid_duty(SYSTEM, area_id=grid.pk, duty=duty, at=AT)
    worker = a_resident("王社工", phone="13912345678")
    Account.objects.filter(pk=worker.pk).update(staff=True)
    grant_role(SYSTEM, account_id=worker.pk, role="grid_worker", area_id=grid.pk, reason="定岗", at=AT)
    return town


def test_anybody_finds_the_grid_worker_and_the_telephone_of_the_office(town):
    page = Client().get(f"/grids/of/{town.communities[0].pk}/").content.decode()

    assert "王社工" in page
    assert 'href="tel:025-83370001"' in page
    assert 'href="tel:025-83370002"' in page
    assert "2026-11-02" in page
    assert f'href="/grids/{town.grids[0].code}/"' in page
    assert "13912345678" not in page


def test_a_place_is_found_by_its_name_and_by_choosing(town):
    community = town.communities[0]

    found = Client().get("/grids/", {"q": "颐和路社区"}).content.decode()
    chosen = Client().get("/grids/").content.decode()

    assert f'href="/grids/of/{community.pk}/"' in found
    assert f'href="/grids/of/{community.pk}/"' in chosen
    assert "没有找到这个地方" in Client().get("/grids/", {"q": "没有这样的地方"}).content.decode()


def test_a_grid_without_a_worker_says_who_serves_it_meanwhile(town):
    page = Client().get(f"/grids/of/{town.communities[1].pk}/").content.decode()

    assert "暂缺，由社区代为服务" in page or "这个社区还没有录入网格" in page


def test_only_communities_have_such_a_page(town):
    assert Client().get(f"/grids/of/{town.county.pk}/").status_code == 404
    assert Client().get("/grids/of/999999/").status_code == 404
