"""A backup brings everything back but the keys: database, files, seals; and the journal still verifies."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from pytest_django.fixtures import Settings

from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.kernel.models import JournalRow, Seal
from huying.kernel.sealfile import write_out
from huying.kernel.sealing import seal_committed
from huying.organisations.models import BodyKind
from huying.organisations.public import load_defaults
from tests.addresses import address
from tests.cases.makers import build_town, filed
from tests.house.places import ROOT

KEY = "ab" * 32
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    """A place with some life in it: rows in the journal, an uploaded file, a seal outside the database."""
    settings.HUYING_HOME = tmp_path / "home"
    for name, text in {"files/2026/a.jpg": "photo", "seals/2026.jsonl": "", "keys": "HUYING_SEAL_KEY=secret"}.items():
        path = settings.HUYING_HOME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    load_defaults(SYSTEM, at=now())
    return Path(settings.HUYING_HOME)


@pytest.fixture
def fresh_database() -> Iterator[str]:
    """The address of a new, empty database on the same server."""
    name = f"{connection.settings_dict['NAME']}_restored"
    _administer("DROP DATABASE IF EXISTS {}", name)
    _administer("CREATE DATABASE {}", name)
    yield address(name)
    _administer("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def copied_database() -> Iterator[str]:
    """The address of a copy of the database of this test, as it stands."""
    name, like = f"{connection.settings_dict['NAME']}_copied", connection.settings_dict["NAME"]
    connection.close()
    _administer("DROP DATABASE IF EXISTS {}", name)
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like)))
    yield address(name)
    _administer("DROP DATABASE {} WITH (FORCE)", name)


def _administer(statement: str, name: str) -> None:
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        server.execute(sql.SQL(statement).format(sql.Identifier(name)))


def run(*words: str, database: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "HUYING_DATABASE_URL": database, "HUYING_HOME": str(home), **more}
    environ |= {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "huying.config.base"}
    command = [sys.executable, "-m", "django", *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def restore(file: Path, database: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return run("restore", str(file), database=database, home=home, **more)


def backup(file: Path) -> str:
    said = io.StringIO()
    call_command("backup", str(file), stdout=said)
    return said.getvalue()


WORDS = "楼下的麻将馆又在收钱分红"
LOOK = f"""
from huying.cases.models import Case
from huying.kernel.models import Seal
case = Case.objects.get()
print(case.number, case.words == {WORDS!r}, case.apart, case.reporters.get().apart, Seal.objects.count())
"""


@pytest.mark.constraint
def test_a_backup_is_restored_into_a_fresh_database_and_verifies(
    home: Path, tmp_path: Path, fresh_database: str
) -> None:
    """With a confidential case in it, whose story is sealed and whose words only the keys open."""
    town = build_town()
    case = filed(town, words=WORDS, confidentiality="P1").case
    seal_committed(at=now())
    assert write_out() == Seal.objects.count() > 0
    file = tmp_path / "one.backup"
    assert "not encrypted" in backup(file)
    done = restore(file, fresh_database, tmp_path / "new")
    assert done.returncode == 0, done.stderr
    with psycopg.connect(fresh_database) as restored:
        rows = restored.execute("SELECT count(*) FROM kernel_journalrow").fetchone()
        kinds = restored.execute("SELECT count(*) FROM organisations_bodykind").fetchone()
    assert rows == (JournalRow.objects.count(),)
    assert kinds == (BodyKind.objects.count(),)
    assert (tmp_path / "new" / "files" / "2026" / "a.jpg").read_text() == "photo"
    assert not (tmp_path / "new" / "keys").exists()
    assert "没有被改动" in done.stdout
    (outside,) = (tmp_path / "new" / "seals").glob("seals-*.jsonl")
    assert len(outside.read_text().splitlines()) == Seal.objects.count()
    seen = run("shell", "--no-imports", "-c", LOOK, database=fresh_database, home=tmp_path / "new")
    assert seen.stdout.split() == [case.number, "True", "True", "True", str(Seal.objects.count())], seen.stderr


def test_an_encrypted_backup_needs_its_key(home: Path, tmp_path: Path, fresh_database: str, settings: Settings) -> None:
    settings.HUYING_BACKUP_KEY = KEY
    file = tmp_path / "sealed.backup"
    assert "not encrypted" not in backup(file)
    assert b"photo" not in file.read_bytes()
    without = restore(file, fresh_database, tmp_path / "a")
    wrong = restore(file, fresh_database, tmp_path / "b", HUYING_BACKUP_KEY="cd" * 32)
    right = restore(file, fresh_database, tmp_path / "c", HUYING_BACKUP_KEY=KEY)
    assert "set HUYING_BACKUP_KEY" in without.stderr
    assert "wrong HUYING_BACKUP_KEY" in wrong.stderr
    assert [without.returncode, wrong.returncode, right.returncode] == [1, 1, 0], right.stderr


def test_a_damaged_backup_changes_nothing(home: Path, tmp_path: Path, fresh_database: str) -> None:
    file = tmp_path / "one.backup"
    backup(file)
    data = file.read_bytes()
    place = data.index(b"photo")
    (tmp_path / "changed").write_bytes(data[:place] + b"ph0to" + data[place + 5 :])
    (tmp_path / "short").write_bytes(data[: len(data) // 2])
    for name in ("changed", "short", "missing"):
        done = restore(tmp_path / name, fresh_database, tmp_path / "new")
        assert done.returncode == 1
        assert done.stderr.startswith("CommandError: "), done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    with psycopg.connect(fresh_database) as restored:
        assert restored.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_a_backup_is_not_poured_over_what_is_there(home: Path, tmp_path: Path, fresh_database: str) -> None:
    file = tmp_path / "one.backup"
    backup(file)
    own = restore(file, address(connection.settings_dict["NAME"]), tmp_path / "new")
    (tmp_path / "old" / "files").mkdir(parents=True)
    (tmp_path / "old" / "files" / "b.jpg").write_text("other")
    full = restore(file, fresh_database, tmp_path / "old")
    assert "The database is not empty" in own.stderr
    assert "is not empty" in full.stderr
    assert (tmp_path / "old" / "files" / "b.jpg").read_text() == "other"


def test_a_backup_needs_its_own_keys_be_they_former_ones(home: Path, tmp_path: Path, fresh_database: str) -> None:
    file = tmp_path / "one.backup"
    backup(file)
    other = restore(file, fresh_database, tmp_path / "other", HUYING_JOURNAL_KEY="99" * 32)
    changed = restore(file, fresh_database, tmp_path / "new", HUYING_JOURNAL_KEY=f"2:{'99' * 32},1:{'00' * 32}")
    assert "HUYING_JOURNAL_KEY" in other.stderr
    assert other.returncode == 1
    assert changed.returncode == 0, changed.stderr


def test_a_backup_never_overwrites_a_file(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.backup"
    file.write_text("precious")
    with pytest.raises(CommandError, match="exists already"):
        backup(file)
    assert file.read_text() == "precious"


def test_upgrade_leaves_a_newer_database_alone(home: Path) -> None:
    said = io.StringIO()
    call_command("upgrade", stdout=said)
    assert "nothing to do" in said.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_future', now())")
    try:
        with pytest.raises(CommandError, match=r"cases\.9999_future"):
            call_command("upgrade", stdout=said)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_future'")


@pytest.mark.constraint
def test_upgrade_makes_a_backup_first_and_then_the_tables(tmp_path: Path, copied_database: str) -> None:
    newest = ("cases", MigrationLoader(connection).graph.leaf_nodes("cases")[0][1])
    before = MigrationLoader(connection).graph.node_map[newest].parents
    connection.close()
    back = run("migrate", "cases", next(p.key[1] for p in before if p.key[0] == "cases"),
               database=copied_database, home=tmp_path)  # fmt: skip
    assert back.returncode == 0, back.stderr
    plan = run("upgrade", "--dry-run", database=copied_database, home=tmp_path)
    assert not (tmp_path / "backups").exists()
    done = run("upgrade", database=copied_database, home=tmp_path)
    assert ".".join(newest) in plan.stdout
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "backups").glob("*.backup"))) == 1
