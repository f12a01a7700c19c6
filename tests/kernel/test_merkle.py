"""Trees as RFC 6962 has them: the known roots and proofs, and properties for every size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel import merkle

# The reference inputs of Certificate Transparency.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = ROOTS[3]
G = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSIONS = [(0, 8, [A, B, C]), (5, 8, [D, E, F]), (2, 3, [ROOTS[1]]), (0, 1, [])]
CONSISTENCIES = [(1, 8, [A, B, C]), (6, 8, [G, E, F]), (2, 5, [B, D]), (1, 1, [])]


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(f"row {n}".encode()) for n in range(count)]


def known(count: int) -> merkle.Span:
    return merkle.in_memory([merkle.leaf_hash(bytes.fromhex(i)) for i in INPUTS[:count]])


def test_leaves_and_nodes_have_their_own_prefixes() -> None:
    assert merkle.leaf_hash(b"").hex() == ROOTS[0]
    assert merkle.node_hash(b"", b"") != merkle.leaf_hash(b"")
    assert merkle.EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_known_ones(size: int) -> None:
    assert known(size)(0, size).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("position", "size", "path"), INCLUSIONS)
def test_inclusion_proofs_are_the_known_ones(position: int, size: int, path: list[str]) -> None:
    made = merkle.inclusion_path(position, size, known(size))
    assert [step.hex() for step in made] == path
    leaf = merkle.leaf_hash(bytes.fromhex(INPUTS[position]))
    assert merkle.root_from_path(leaf, position, size, made) == bytes.fromhex(ROOTS[size - 1])


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCIES)
def test_consistency_proofs_are_the_known_ones(old: int, new: int, path: list[str]) -> None:
    made = merkle.consistency_path(old, new, known(new))
    assert [step.hex() for step in made] == path
    assert merkle.is_consistent(old, new, bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1]), made)


def test_every_leaf_of_every_small_tree_can_be_proved_and_only_at_its_place() -> None:
    for size in range(1, 40):
        rows = leaves(size)
        span = merkle.in_memory(rows)
        root = span(0, size)
        for position in range(size):
            path = merkle.inclusion_path(position, size, span)
            assert merkle.root_from_path(rows[position], position, size, path) == root
            assert merkle.root_from_path(rows[position], (position + 1) % size, size, path) != root or size == 1
            assert merkle.root_from_path(rows[position], position, size, [*path, root]) != root
            assert merkle.root_from_path(rows[position], position, size, path[:-1]) != root or not path


def test_every_small_tree_can_be_proved_to_go_on_from_every_smaller_one() -> None:
    for new in range(1, 40):
        span = merkle.in_memory(leaves(new))
        for old in range(1, new + 1):
            path = merkle.consistency_path(old, new, span)
            assert merkle.is_consistent(old, new, span(0, old), span(0, new), path)
            assert not merkle.is_consistent(old, new, span(0, new), span(0, old), path) or old == new


@given(old=st.integers(1, 60), more=st.integers(1, 60), changed=st.integers(0, 59))
def test_a_tree_whose_past_was_changed_cannot_be_proved_to_go_on(old: int, more: int, changed: int) -> None:
    rows = leaves(old + more)
    before = merkle.in_memory(rows)(0, old)
    rows[changed % old] = merkle.leaf_hash(b"forged")
    span = merkle.in_memory(rows)
    path = merkle.consistency_path(old, old + more, span)
    assert not merkle.is_consistent(old, old + more, before, span(0, old + more), path)


@given(start=st.integers(0, 130), more=st.integers(0, 130))
def test_a_growing_tree_has_the_same_roots_and_names_each_complete_subtree_once(start: int, more: int) -> None:
    rows = leaves(start + more)
    span = merkle.in_memory(rows)
    tree = merkle.Growing(start, span)
    completed = [one for leaf in rows[start:] for one in tree.push(leaf)]
    assert tree.root() == (span(0, len(rows)) if rows else merkle.EMPTY_ROOT)
    assert all(made == span(index << level, (index + 1) << level) for level, index, made in completed)
    expected = {
        (level, index) for level in range(1, 9) for index in range(len(rows) >> level) if (index + 1) << level > start
    }
    assert {(level, index) for level, index, _made in completed} == expected
    assert len(completed) == len(expected)


def test_proofs_of_nonsense_fail() -> None:
    assert merkle.root_from_path(b"", 5, 3, []) is None
    assert not merkle.is_consistent(3, 2, b"", b"", [b"x"])
    assert not merkle.is_consistent(2, 3, b"", b"", [])
