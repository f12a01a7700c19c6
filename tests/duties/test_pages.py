"""The administration pages of categories, lists and knowledge."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huying.duties.models import Category, Knowledge, ListDoc, ListProposal
from huying.duties.pages.lists import XLSX
from huying.duties.public import PastCase, propose_change, register_past_cases
from huying.duties.queries import dryrun
from huying.kernel.actor import SYSTEM
from huying.kernel.reasons import changes_of
from tests.duties.makers import AT, a_draft, a_list, an_item, the_tree
from tests.organisations.makers import Town, a_body, a_holder, a_town
from tests.people.makers import a_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    the_tree()
    return a_town()


WHY = {"reason": "三定规定〔2026〕7 号"}


def client_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def keeper(town) -> Client:
    return client_of(a_holder("list_keeper", town.county))


@pytest.fixture
def clerk(town) -> Client:
    return client_of(a_holder("intake", town.county))


def post(client: Client, name: str, typed: dict[str, object], **parts: object):
    return client.post(reverse(f"duties:{name}", kwargs=parts or None), typed)


def page(client: Client, name: str, asked: dict[str, object] | None = None, **parts: object) -> str:
    answer = client.get(reverse(f"duties:{name}", kwargs=parts or None), asked or {})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_list_goes_from_draft_to_in_force_on_its_pages(town, keeper):
    a_body(town.county, "区消防大队", function="fire")
    answer = post(keeper, "draft", {"kind": "L1", "area": "鼓楼区", "no": "2026-1", "title": "职责清单", **WHY})
    doc = ListDoc.objects.get()
    assert answer.url == reverse("duties:list", kwargs={"doc_id": doc.pk})

    typed = {
        "code": "1",
        "category": "0701",
        "title": "消防隐患",
        "lead_function": "fire",
        "helpers": "街道：巡查",
    } | WHY
    assert post(keeper, "item-new", typed, doc_id=doc.pk).status_code == 302
    item = doc.items.get()
    assert item.helpers == [{"function": "street", "part": "巡查"}]
    assert "街道：巡查" in page(keeper, "item", doc_id=doc.pk, item_id=item.pk)
    again = typed | {"title": "消防安全隐患", "limit_amount": "1", "limit_unit": "work_day"}
    assert post(keeper, "item", again, doc_id=doc.pk, item_id=item.pk).status_code == 302
    assert "消防安全隐患" in page(keeper, "list", doc_id=doc.pk)

    approval = {"effective_from": "2026-01-01", "approved_by": "区政府", "basis_file": "1 号"}
    assert post(keeper, "put-in-force", approval, doc_id=doc.pk).status_code == 302
    shown = page(keeper, "list", doc_id=doc.pk)
    assert "建立新版本" in shown
    assert "新增事项" not in shown
    assert post(keeper, "item", again, doc_id=doc.pk, item_id=item.pk).status_code == 422


def test_what_was_typed_stays_when_an_item_is_refused(town, keeper):
    doc = a_draft("L1", town.county)
    answer = post(keeper, "item-new", {"code": "1", "title": "只写了事项", **WHY}, doc_id=doc.pk)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "请选择分类。" in shown
    assert 'value="只写了事项"' in shown


def test_an_item_is_removed_from_a_draft(town, keeper):
    doc = a_draft("L1", town.county, an_item("0701", "fire", title="消防隐患"))
    there = {"doc_id": doc.pk, "item_id": doc.items.get().pk}
    assert "消防隐患" in page(keeper, "item-remove", **there)
    assert post(keeper, "item-remove", {"reason": ""}, **there).status_code == 422
    assert doc.items.exists()
    assert post(keeper, "item-remove", WHY, **there).status_code == 302
    assert not doc.items.exists()
    assert [change.text for change in changes_of("list", doc.pk)] == [WHY["reason"]]


def test_a_list_is_downloaded_changed_and_taken_in_again(town, keeper):
    doc = a_list("L1", town.county, an_item("0701", "fire", title="消防隐患"))
    draft = a_draft("L1", town.county)
    file = keeper.get(reverse("duties:export", kwargs={"doc_id": doc.pk}))
    assert file["Content-Type"] == XLSX

    upload = SimpleUploadedFile("list.xlsx", file.content)
    assert post(keeper, "import", {"file": upload, **WHY}, doc_id=draft.pk).status_code == 302
    assert draft.items.get().title == "消防隐患"

    wrong = SimpleUploadedFile("list.csv", "序号,分类代码,事项,主办职能\n1,9999,错,消防\n".encode())
    answer = post(keeper, "import", {"file": wrong, **WHY}, doc_id=draft.pk)
    assert answer.status_code == 422
    assert "没有分类“9999”" in answer.content.decode()
    assert keeper.get(reverse("duties:form-file", kwargs={"kind": "L3"})).status_code == 200
    assert keeper.get(reverse("duties:form-file", kwargs={"kind": "L9"})).status_code == 404


def test_the_difference_is_told_in_words(town, keeper):
    a_list("L1", town.county, an_item("0701", "fire", code="1", title="原", klass="U"))
    draft = a_draft("L1", town.county)
    typed = {"code": "1", "category": "0701", "title": "新", "lead_function": "fire", "klass": "E"} | WHY
    post(keeper, "item", typed, doc_id=draft.pk, item_id=draft.items.get().pk)

    shown = page(keeper, "difference", doc_id=draft.pk)

    for words in ("修改 1 条", "<del>原</del>", "<ins>新</ins>", "<del>紧急件</del>", "<ins>特急件</ins>"):
        assert words in shown


def test_gaps_overlaps_and_broken_items_have_a_page(town, keeper):
    for function in ("fire", "housing"):
        a_body(town.county, function=function)
    a_list(
        "L1", town.county,
        an_item("0701", "fire"), an_item("0701", "housing"), an_item("0405", "heating_company", title="供热"),
    )  # fmt: skip

    shown = page(keeper, "gaps")

    assert "空白：没有单位承办" in shown
    assert "没有在用的“供热企业”单位" in shown
    assert "89 个二级分类" in shown
    assert "供热" in page(keeper, "lists")


def test_a_dry_run_uses_the_cases_that_another_context_gives(town, keeper, monkeypatch):
    monkeypatch.setattr(dryrun, "_providers", [])
    fire, housing = a_body(town.county, "消防大队", function="fire"), a_body(town.county, "房产局", function="housing")
    draft = a_draft("L1", town.county, an_item("0701", "housing"))
    asked: list[tuple[str, date]] = []

    def provider(area_path: str, since: date) -> list[PastCase]:
        asked.append((area_path, since))
        return [PastCase("0701", town.grids[0].pk, "U", fire.pk)] * 3

    register_past_cases(provider)
    shown = page(keeper, "dry-run", {"days": 30}, doc_id=draft.pk)

    assert asked[0][0] == town.county.path
    assert "共 3 件：0 件仍由原单位承办，3 件换了单位。" in shown
    assert shown.index("房产局") < shown.index("消防大队")
    assert housing.pk != fire.pk
    assert "试算" in page(keeper, "dry-run", doc_id=draft.pk)


def test_a_proposal_is_decided_on_its_page(town, keeper, clerk):
    body = a_body(town.county, "消防大队", function="fire")
    propose_change(SYSTEM, item_id=None, category_code="0701", lead_body_id=body.pk, ruling_ref="case:1", at=AT)
    proposal = ListProposal.objects.get()

    assert "消防大队" in page(keeper, "proposals")
    assert "消防大队" not in page(clerk, "proposals")
    assert post(clerk, "decide", {"taken": "1", "note": "好"}, proposal_id=proposal.pk).status_code == 404
    assert post(keeper, "decide", {"taken": "1"}, proposal_id=proposal.pk).status_code == 422
    assert post(keeper, "decide", {"taken": "0", "note": "个案"}, proposal_id=proposal.pk).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "declined"


def test_a_category_is_found_changed_and_added(town, keeper):
    assert "飞线" in page(keeper, "categories", {"words": "飞线"})
    typed = {"name": "消防隐患", "default_class": "E", "default_leads": ["fire"], "keywords": "消防 通道",
             "active_from": "2026-01-01"}  # fmt: skip
    assert post(keeper, "category", typed, code="0701").status_code == 422
    typed |= {"reason": "年度调整"}
    assert post(keeper, "category", typed, code="0701").status_code == 302
    assert Category.objects.get(code="0701").default_class == "E"
    assert post(keeper, "category", typed | {"default_class": ""}, code="0701").status_code == 422

    assert post(keeper, "category-new", typed | {"code": "070105", "name": "天台"}).status_code == 302
    assert Category.objects.get(code="070105").parent.code == "0701"
    for wrong in ("0701", "9", "999999"):
        assert post(keeper, "category-new", typed | {"code": wrong}).status_code == 422
    assert "年度调整" in page(keeper, "category", code="0701")
    assert "新增分类" in page(keeper, "category-new", {"above": "0701"})


def test_knowledge_is_kept_with_its_source_and_its_days(town, keeper, clerk):
    typed = {"question": "居住证怎么办？", "answer": "到派出所。", "category": "1205", "keywords": "居住证、暂住",
             "source": "居住证暂行条例", "valid_from": "2026-01-01", "reason": "新条例"}  # fmt: skip
    assert post(keeper, "knowledge-new", typed).status_code == 302
    entry = Knowledge.objects.get()
    assert (entry.keywords, entry.category.code) == (["居住证", "暂住"], "1205")
    assert "居住证暂行条例" in page(clerk, "knowledge", {"words": "居住"})
    assert post(clerk, "knowledge-new", typed).status_code == 403

    assert post(keeper, "knowledge-entry", typed | {"source": ""}, knowledge_id=entry.pk).status_code == 422
    ended = typed | {"valid_to": "2026-02-01"}
    assert post(keeper, "knowledge-entry", ended, knowledge_id=entry.pk).status_code == 302
    assert "居住证暂行条例" not in page(clerk, "knowledge")
    assert "居住证暂行条例" in page(clerk, "knowledge", {"state": "all"})


def test_a_colleague_without_the_role_reads_but_changes_nothing(town, clerk):
    doc = a_draft("L1", town.county, an_item("0701", "fire"))
    item = doc.items.get()
    for name in ("lists", "categories", "knowledge", "gaps", "proposals"):
        page(clerk, name)
    assert "使其生效" not in page(clerk, "list", doc_id=doc.pk)

    for name in ("item-new", "put-in-force", "repeal", "import"):
        assert post(clerk, name, {}, doc_id=doc.pk).status_code == 403
    assert post(clerk, "item", {}, doc_id=doc.pk, item_id=item.pk).status_code == 403
    assert post(clerk, "item-remove", {}, doc_id=doc.pk, item_id=item.pk).status_code == 403
    assert post(clerk, "category", {}, code="0701").status_code == 403
    assert post(clerk, "category-new", {}).status_code == 403
    typed = {"kind": "L1", "area": "鼓楼区", "no": "1", "title": "清单"}
    assert post(clerk, "draft", typed).status_code == 403
    assert ListDoc.objects.count() == 1


def test_a_list_is_repealed_and_a_draft_discarded(town, keeper):
    doc, draft = a_list("L1", town.county, an_item("0701", "fire")), a_draft("L2", town.county)
    assert "废止清单" in page(keeper, "repeal", doc_id=doc.pk)
    for each in (doc, draft):
        assert post(keeper, "repeal", {"on": "2026-11-02", "reason": "常务会议"}, doc_id=each.pk).status_code == 302
        each.refresh_from_db()
        assert each.state == "repealed"


def test_for_residents_and_guests_the_pages_do_not_exist(town):
    for name in ("lists", "categories", "knowledge"):
        assert client_of(a_resident()).get(reverse(f"duties:{name}")).status_code == 404
        assert Client().get(reverse(f"duties:{name}")).status_code == 302
