"""What the made-up residents say: own-written texts with the places and days of this district filled in."""

import csv
from dataclasses import dataclass
from importlib.resources import files
from random import Random

OPENINGS = ("", "", "", "您好，", "麻烦问一下，", "反映一个情况：", "又来反映了，")
CLOSINGS = (
    "",
    "",
    "",
    "请尽快处理，谢谢。",
    "希望有人管管。",
    "老人孩子都受影响。",
    "以前说过一次，没有下文。",
    "辛苦了。",
)
DAYS = ("三天", "四五天", "一个星期", "十来天", "半个月", "好几天")
TIMES = ("昨晚", "今天早上", "每天晚上十点多", "半夜", "傍晚", "周末", "中午")
MONEY = ("二十", "三十", "一百五十", "两百", "三百六十", "五百")
TALKS = (
    "电话告知处理情况，诉求人表示知道了。", "当面说明并请诉求人现场看过，认可。", "电话沟通两次，说明了时间安排。",
    "与诉求人约定复看时间，对方同意。",
)  # fmt: skip
COURSES = ("发现后一直没有改变", "反复出现，跟物业说过", "最近几天更明显", "影响附近几栋楼")


@dataclass(frozen=True, slots=True)
class Story:
    """One row of texts.tsv."""

    category: str
    kind: str
    title: str
    text: str
    result: str


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a story happens."""

    estate: str
    building: str
    road: str


def stories() -> list[Story]:
    text = files("huying.demonstration").joinpath("data/texts.tsv").read_text(encoding="utf-8")
    return [Story(**row) for row in csv.DictReader(text.splitlines(), delimiter="\t")]


def told(story: Story, scene: Scene, chance: Random) -> str:
    """The story in the words of one of many residents."""
    words = story.text.format(
        estate=scene.estate, building=scene.building, unit=f"{chance.randint(1, 3)}单元", road=scene.road,
        days=chance.choice(DAYS), time=chance.choice(TIMES), money=chance.choice(MONEY),
    )  # fmt: skip
    return f"{chance.choice(OPENINGS)}{words}{chance.choice(CLOSINGS)}"
