"""A text is suggested what it is, with the words that spoke for it, or the model abstains and says why."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import huying
from huying.language.classifier import Model, Weights, empty
from huying.language.coldstart import from_names
from huying.language.features import bag, content, plain, unpacked
from huying.language.training import Taught, train
from tests.language.makers import CLASSES, texts

SOURCE = Path(huying.__file__).resolve().parent.parent
ALONE = os.environ | {"PYTHONPATH": str(SOURCE), "DJANGO_SETTINGS_MODULE": "huying.config.base"}


def taught() -> list[Taught]:
    return [Taught(label, bag(text), bag(text[:8])) for label, text in texts()]


@pytest.fixture(scope="module")
def trained() -> Weights:
    return train(taught() * 5, names=CLASSES).weights


def test_names_and_synonyms_alone_suggest_and_say_which_words_spoke() -> None:
    model = Model(from_names(CLASSES))
    said = model.suggest("五号楼的电梯困人了，快来")
    assert (said.label, said.version) == ("lift", 0)
    assert "电梯" in "".join(said.choices[0].words)
    assert all(word in "五号楼的电梯困人了快来" for choice in said.choices for word in choice.words)


def test_it_abstains_and_says_why(trained: Weights) -> None:
    names, learned = Model(from_names(CLASSES)), Model(trained)
    assert names.suggest("。").abstained == "too_short"
    assert names.suggest("想问社保缴费基数").abstained == "out_of_scope"
    assert learned.suggest("咨询新生儿医疗保险缴费年限规定").label == ""
    assert Model(empty([])).suggest("电梯坏了").abstained == "no_classes"
    torn = learned.suggest("半夜打桩 桶满了 轿厢门 枝条")
    assert torn.abstained == "unsure"
    assert len(torn.choices) == 3


def test_what_was_learned_goes_beyond_the_names(trained: Weights) -> None:
    said = Model(trained).suggest("二单元的轿厢一直晃，门也关不上")
    assert said.label == "lift"
    assert said.choices[0].confidence > 0.6
    assert any("轿厢" in word for word in said.choices[0].words)
    assert Model(from_names(CLASSES)).suggest("二单元的轿厢一直晃，门也关不上").label == ""


def test_one_confirmation_moves_the_next_answer_and_many_settle_it() -> None:
    model = Model(from_names(CLASSES))
    text = "井盖响了一夜，车一压就哐当"
    before = model.suggest(text)
    assert before.label == ""
    model.learn(bag(text), "noise")
    after = model.suggest(text)
    assert after.choices[0].label == "noise"
    assert after.choices[0].confidence > 0.5


def test_weights_come_back_from_the_database_as_they_were(trained: Weights) -> None:
    again = Weights.unpacked(trained.packed())
    text = "枝条伸到窗户里"
    assert Model(again).suggest(text) == Model(trained).suggest(text)
    assert again.thresholds.tolist() == trained.thresholds.tolist()


def test_classes_that_are_gone_fall_away_and_new_ones_can_be_learned(trained: Weights) -> None:
    model = Model(trained.for_labels(["tree", "noise", "road"]))
    assert {one.label for one in model.suggest("路面塌了一个坑").choices} <= {"tree", "noise", "road"}
    for _again in range(3):
        model.learn(bag("路面塌了一个坑"), "road")
    assert model.suggest("路面又塌了一个坑").choices[0].label == "road"


def test_text_as_written_comes_near_to_text_cut_into_words() -> None:
    assert content("尊敬的领导：我们小区的电梯，已经坏了３天！") == content("小区 电梯 坏了 3 天")
    assert plain("Ａ座 １２ 楼。") == "a座0楼"


def test_of_a_text_only_hashes_and_counts_are_kept() -> None:
    found = bag("电梯坏了电梯坏了")
    again = unpacked(found.packed())
    assert np.array_equal(again.hashes, found.hashes)
    assert np.array_equal(again.counts, found.counts)
    assert "电".encode() not in found.packed()
    assert "电梯".encode("utf-16-le") not in found.packed()


def test_a_web_process_never_loads_what_only_training_needs() -> None:
    told = "import sys, huying.config.wsgi; print(sorted({'sklearn', 'scipy', 'rjieba'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, env=ALONE)
    assert done.stdout.strip() == "[]"
