"""Whatever stands in the way of a start gets one clear line that says what to do."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from tools import environment, frontend

from huying.config.launcher import ports
from huying.config.launcher.given import checked
from huying.config.launcher.keys import NAMES, keys
from huying.config.launcher.words import Trouble
from tests.addresses import address
from tests.house.places import ROOT


def dev_py(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "dev.py"), *words]
    return subprocess.run(command, env={**os.environ, **environ}, capture_output=True, text=True, check=False)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_taken_port(taken_port: int) -> None:
    done = dev_py("demo", HUYING_PORT=str(taken_port))
    assert done.returncode == 2
    assert done.stderr == (
        f"huying: Port {taken_port} is taken by another program. Stop it, or choose another port: "
        f"HUYING_PORT={taken_port + 1}\n"
    )


def test_a_port_that_is_none() -> None:
    with pytest.raises(Trouble, match="from 1 to 65535"):
        ports.chosen_port({"HUYING_PORT": "http"})


def test_a_wrong_word() -> None:
    done = dev_py("dmeo")
    assert done.returncode == 2
    assert done.stderr.startswith("huying: There is no command 'dmeo'")


def test_an_old_python() -> None:
    """The version is pretended; that old Pythons can read the file is tested in tests/house."""
    pretend = f"import sys; sys.version_info = (3, 9, 2); exec(open({str(ROOT / 'dev.py')!r}).read())"
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        "huying: This is Python 3.9; Huying needs Python 3.11 or newer. "
        "Start it with that one, e.g.: python3.11 dev.py demo\n"
    )


@pytest.fixture
def bare_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Something to build, and no program at hand."""
    (tmp_path / "frontend").mkdir()
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def program(checkout: Path, name: str, says: str) -> None:
    path = checkout / "bin" / name
    path.write_text(f"#!/bin/sh\necho {says}\n")
    path.chmod(0o755)


def test_no_node(bare_checkout: Path) -> None:
    with pytest.raises(Trouble, match=r"^Node is missing.*Install Node 20 or newer"):
        frontend.check_node(bare_checkout)


def test_an_old_node(bare_checkout: Path) -> None:
    program(bare_checkout, "node", "v18.19.0")
    program(bare_checkout, "npm", "10.0.0")
    with pytest.raises(Trouble, match=r"^Node v18\.19\.0 is too old\. Install Node 20 or newer"):
        frontend.check_node(bare_checkout)


def test_node_without_npm(bare_checkout: Path) -> None:
    program(bare_checkout, "node", "v22.1.0")
    with pytest.raises(Trouble, match=r"^npm is missing"):
        frontend.check_node(bare_checkout)


def test_what_is_built_needs_no_node(bare_checkout: Path) -> None:
    built = bare_checkout / frontend.OUTPUT
    built.mkdir(parents=True)
    (built / "manifest.json").write_text("{}")
    (built / "stamp").write_text(frontend.fingerprint(bare_checkout))
    frontend.check_node(bare_checkout)
    (bare_checkout / "frontend" / "app.ts").write_text("changed")
    with pytest.raises(Trouble):
        frontend.check_node(bare_checkout)


def test_a_python_without_venv(bare_checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else known(name))
    shutil.copytree(ROOT / "requirements", bare_checkout / "requirements")
    with pytest.raises(Trouble, match=rf"apt install python3\.{sys.version_info[1]}-venv"):
        environment.ready(bare_checkout, "runtime")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://root@localhost/x", "must look like postgresql://"),
        ("huying", "must look like postgresql://"),
        ("postgresql://postgres@127.0.0.1:1/huying", "nobody answers at that host and port"),
        ("postgresql://postgres@no-such-host.invalid/huying", "host name is not known"),
        ("postgresql://postgres:secret@127.0.0.1:notaport/huying", "cannot be read"),
    ],
)
def test_a_broken_database_address(url: str, says: str) -> None:
    with pytest.raises(Trouble) as trouble:
        checked(url)
    assert says in str(trouble.value)
    assert "\n" not in str(trouble.value)
    assert "secret" not in str(trouble.value)


@pytest.mark.django_db
def test_a_database_that_does_not_exist() -> None:
    with pytest.raises(Trouble, match="Create it first"):
        checked(address("no_such_database"))
    assert checked(address(connection.settings_dict["NAME"]))


def test_a_broken_address_stops_the_demonstration_with_one_line(tmp_path: Path) -> None:
    environ = {"HUYING_DATABASE_URL": "postgresql://postgres@127.0.0.1:1/x", "HUYING_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "huying.config.launcher", "manage", "check"]
    environ |= {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, env={**os.environ, **environ}, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("huying: HUYING_DATABASE_URL does not lead to a database")
    assert len(done.stderr.splitlines()) == 1


def test_keys_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    first = keys(tmp_path, {})
    again = keys(tmp_path, {})
    given = keys(tmp_path, {"HUYING_SEAL_KEY": "ff" * 32})
    assert first == again
    assert set(first) == set(NAMES)
    assert len(set(first.values())) == 3
    assert given["HUYING_SEAL_KEY"] == "ff" * 32
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o600
