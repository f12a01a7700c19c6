"""What a place is called, learned from a wrong guess that was put right; taken back and used again by who keeps it."""

import re
from datetime import datetime

from django.db import transaction

from huying.kernel.actor import Actor
from huying.kernel.errors import NotFound
from huying.kernel.journal import announce
from huying.territory import states as s
from huying.territory.actions.records import area_for
from huying.territory.events import PlaceLearned, PlaceUnlearned, PlaceUsedAgain
from huying.territory.models import Area, LearnedPlace
from huying.territory.queries.areas import ids_of
from huying.territory.rules import rules
from huying.territory.spelling import counted, plain

INSIDE = re.compile(r"(?:[0-9]{1,5}|[a-z])(?:号楼|号院|幢|栋|座|号|单元|室|楼|层|户)|-[0-9]|[0-9]{2,}(?:室|$)")
NEAR = re.compile(
    r"^(?:我?在|位于|地址|住在?|就是|是|[:,，。、])+|(?:的|里面?|内|门口|附近|旁边|对面|斜对面|后面|前面|那边|这边|一带|"
    r"楼下|路口|[,，。、!！])+$"
)
PRIVATE = re.compile(r"[0-9]{5,}|(?:我|先生|女士|阿姨|大爷|老师|奶奶|爷爷|某)|[家屋]$")
SURNAMES = (
    "欧阳|上官|司马|司徒|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾萧肖田董袁潘蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严]"
)
PERSON = re.compile(
    rf"^[找去到问向跟]?(?:(?:{SURNAMES})[\u4e00-\u9fff0-9]{{2}}|[王李张刘陈][\u4e00-\u9fff0-9])(?:[那的住处车里].*)?$"
)
PLACE = re.compile(
    r"[街路巷里弄村园苑庄桥湾营坊院楼厦塔站场寺庙山河湖门口店馆校厂所局城区岗岭头圩台亭阁池井沟滩洲坡角市铺行]$"
)
"""A surname with a given name is a person, unless the word ends as places do."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LEAST, MOST = 2, 20


def phrase_of(said: str, *, above: list[str]) -> str:
    """What of a written address may be remembered: the words for the place, nothing inside of a building, no person.

    `above`: names of the areas around it, which say nothing new. Empty when nothing is left.
    """
    text = counted(plain(said))[0]
    found = INSIDE.search(text)
    text = text[: found.start()] if found else text
    names = sorted((counted(plain(one))[0] for one in above), key=len, reverse=True)
    while name := next((one for one in names if text.startswith(one)), ""):
        text = text.removeprefix(name)
    text = NEAR.sub("", NEAR.sub("", text))
    if PERSON.match(text) and not PLACE.search(text):
        return ""
    if PRIVATE.search(text) or not LEAST <= len(text) <= MOST or len(CHINESE.findall(text)) < LEAST:
        return ""
    return text


@transaction.atomic
def learn_place(actor: Actor, *, said: str, area_id: int, origin_id: int, at: datetime) -> LearnedPlace | None:
    """The next time somebody writes so, it is this place. Nothing is learned where the words are another's own name."""
    area = _not_finer_than_an_estate(Area.objects.get(pk=area_id))
    above = list(Area.objects.filter(pk__in=ids_of(area.path)[:-1]).values_list("name", "short_name"))
    text = phrase_of(said, above=[name for pair in above for name in pair if len(name) > 1])
    if not text or _is_a_name(text):
        return None
    place, fresh = LearnedPlace.objects.select_for_update().get_or_create(
        area=area, text=text, defaults={"origin_id": origin_id, "learned_at": at, "last_at": at}
    )
    if not fresh:
        place.weight, place.last_at, place.undone_at = min(place.weight + 1, 1000), at, None
        place.save(update_fields=["weight", "last_at", "undone_at"])
    LearnedPlace.objects.filter(text=text, weight=1, undone_at=None).exclude(pk=place.pk).update(undone_at=at)
    announce(PlaceLearned(place.pk, area_id=area.pk, weight=place.weight), by=actor, at=at)
    return place


def _not_finer_than_an_estate(area: Area) -> Area:
    if area.level != s.BUILDING:
        return area
    return Area.objects.get(pk=ids_of(area.path)[-2])


def _is_a_name(text: str) -> bool:
    """The whole name of exactly one living area: whoever writes it means that one."""
    names = Area.objects.filter(valid_to=None).exclude(level=s.BUILDING).filter(name=text)
    return names[:2].count() == 1


def _learned(actor: Actor, place_id: int) -> LearnedPlace:
    """Found, locked, and of an area that this actor keeps."""
    rows = LearnedPlace.objects.select_for_update(of=("self",)).select_related("area")
    kept = rules.permitted(actor, to="change", rows=Area.objects.all())
    place = rows.filter(pk=place_id, area__in=kept).first()
    if place is None:
        raise NotFound(place=place_id)
    area_for(actor, place.area_id, alive=False)
    return place


@transaction.atomic
def unlearn_place(actor: Actor, *, place_id: int, reason: str, at: datetime) -> LearnedPlace:
    """It was learned wrongly; the row stays, so that it can be used again."""
    place = _learned(actor, place_id)
    place.undone_at = place.undone_at or at
    place.save(update_fields=["undone_at"])
    announce(PlaceUnlearned(place.pk, area_id=place.area_id), by=actor, at=at, reason=reason)
    return place


@transaction.atomic
def use_place_again(actor: Actor, *, place_id: int, reason: str, at: datetime) -> LearnedPlace:
    """It was right after all."""
    place = _learned(actor, place_id)
    place.undone_at = None
    place.save(update_fields=["undone_at"])
    announce(PlaceUsedAgain(place.pk, area_id=place.area_id), by=actor, at=at, reason=reason)
    return place
