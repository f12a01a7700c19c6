"""Made-up texts of our own about four kinds of trouble; nothing real is in them."""

from itertools import product

from huying.language.coldstart import ClassWords

CLASSES = [
    ClassWords("lift", "电梯", "电梯故障、电梯困人", ("电梯", "困人")),
    ClassWords("waste", "生活垃圾", "垃圾清运、垃圾桶", ("垃圾", "清运")),
    ClassWords("noise", "噪声扰民", "施工噪声、广场舞", ("噪声", "噪音")),
    ClassWords("tree", "绿化树木", "树枝遮挡、树木倒伏", ("树枝", "绿化")),
]
PLACES = ("三号楼", "东门口", "小区里", "路边", "学校旁边", "菜场后面")
SAID = {
    "lift": ("轿厢门关不上，停在半空", "升降梯按了没反应，老人爬楼", "轿厢里的灯灭了，一直晃"),
    "waste": ("桶满了好几天，臭得很", "有人乱倒菜叶，苍蝇很多", "清洁工三天没有来收桶"),
    "noise": ("工地半夜打桩，睡不着", "大喇叭放歌跳舞，太吵", "装修电钻从早响到晚"),
    "tree": ("枝条伸到窗户里，挡光", "大风刮断的枝条没有人收", "草坪枯了一大片，没人浇水"),
}


def texts() -> list[tuple[str, str]]:
    """(label, text): every complaint at every place."""
    return [(label, f"{place}{words}") for label, said in SAID.items() for place, words in product(PLACES, said)]
