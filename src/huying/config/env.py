"""The environment, read once into a frozen value: names, types, defaults and meaning in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


def _set(name: str, default: str, meaning: str, *, secret: bool = False) -> Any:
    """One variable: HUYING_<NAME>, what it is when unset, and a sentence for docs/operations.md."""
    return field(metadata={"name": f"HUYING_{name}", "default": default, "meaning": meaning, "secret": secret})


@dataclass(frozen=True, slots=True)
class Env:
    """Everything that may be set from outside. Secrets come only from here."""

    home: Path = _set("HOME", "var", "Directory of everything that is kept: database, files, backups, sealed roots")
    port: int = _set("PORT", "8000", "Port on which the pages are served")
    host: str = _set("HOST", "127.0.0.1", "Address on which the pages are served; leave it behind a reverse proxy")
    database_url: str = _set(
        "DATABASE_URL", "", "postgresql://user:password@host:port/name; unset: the embedded server under HUYING_HOME"
    )
    replica_url: str = _set(
        "REPLICA_URL",
        "",
        "A streaming replica of the database that answers reading pages, written the same way",
        secret=True,
    )
    production: bool = _set("PRODUCTION", "0", "1: HTTPS only, secure cookies, HSTS, and the three secrets must be set")
    hosts: tuple[str, ...] = _set("HOSTS", "127.0.0.1,localhost,testserver", "Host names served, with commas between")
    address: str = _set(
        "ADDRESS", "", "How residents reach the pages, e.g. https://huying.example; links in messages begin with it"
    )
    tell_statements: bool = _set("TELL_STATEMENTS", "0", "1: each answer says how many statements it took; for bench")
    proxies: int = _set("PROXIES", "0", "How many reverse proxies stand in front (whose X-Forwarded-* is believed)")
    workers: int = _set("WORKERS", "0", "Web processes; 0: one for each core")
    secret_key: str = _set("SECRET_KEY", "", "Signs sessions and links; 50 or more random characters", secret=True)
    journal_key: str = _set(
        "JOURNAL_KEY", "", "Keys the chain of the journal; 64 hexadecimal digits, or several keys: 2:…,1:…", secret=True
    )
    seal_key: str = _set(
        "SEAL_KEY", "", "Seals personal data; 64 hexadecimal digits, or several keys: 2:…,1:…", secret=True
    )
    backup_key: str = _set("BACKUP_KEY", "", "Encrypts backups if set; 64 hexadecimal digits", secret=True)
    cipher: str = _set("CIPHER", "intl", "intl: AES-256-GCM and SHA-256; gm: SM4-GCM and SM3")
    identity_providers: str = _set(
        "IDENTITY_PROVIDERS", "", "JSON list of identity providers to sign in with", secret=True
    )
    tianditu_key: str = _set("TIANDITU_KEY", "", "Draws the map on 天地图 instead of our own vectors", secret=True)
    s3_bucket: str = _set("S3_BUCKET", "", "Keeps uploads in this bucket instead of HUYING_HOME/files")
    s3_endpoint: str = _set("S3_ENDPOINT", "", "Address of the object store, when it is not the region's own")
    scan_command: str = _set(
        "SCAN_COMMAND", "", "Virus scanner for uploads, e.g. `clamdscan --fdpass`; exit code 1: found"
    )
    scan_socket: str = _set(
        "SCAN_SOCKET", "", "Virus scanner for uploads: a clamd socket (/run/clamd.sock or host:port)"
    )
    sms_url: str = _set("SMS_URL", "", "SMS gateway: HTTP POST of phone, text and id as JSON; unset: no SMS")
    code_sender: str = _set(
        "CODE_SENDER", "", "Who carries one-time codes: console, gateway (SMS_URL) or a dotted path; unset: chosen"
    )
    number_prefix: str = _set("NUMBER_PREFIX", "GL", "First letters of public numbers, e.g. GL-2026-008213")
    sms_token: str = _set("SMS_TOKEN", "", "Bearer token for the SMS gateway", secret=True)
    webhook_hosts: tuple[str, ...] = _set(
        "WEBHOOK_HOSTS", "", "Hosts inside the own network that webhooks may call, with commas between"
    )
    mail_from: str = _set("MAIL_FROM", "huying@localhost", "Sender address of mail")
    mail_url: str = _set(
        "MAIL_URL", "", "smtp://user:password@host:port; unset: mail is written to the log", secret=True
    )


def read(environ: Mapping[str, str] = os.environ) -> Env:
    """Development falls back to fixed keys; production refuses to start without its own (checked in settings)."""
    return Env(
        **{f.name: _typed(f.type, environ.get(f.metadata["name"]) or f.metadata["default"]) for f in fields(Env)}
    )


def _typed(kind: Any, text: str) -> Any:
    if kind is Path:
        return Path(text).resolve()
    if kind is int:
        return int(text)
    if kind is bool:
        return text == "1"
    return text if kind is str else tuple(part.strip() for part in text.split(",") if part.strip())


def settings_table() -> str:
    """The table of docs/operations.md, as Markdown."""
    rows = ["| variable | unset | meaning |", "|---|---|---|"]
    for f in fields(Env):
        default = f"`{f.metadata['default']}`" if f.metadata["default"] else "—"
        secret = " (secret)" if f.metadata["secret"] else ""
        rows.append(f"| `{f.metadata['name']}` | {default} | {f.metadata['meaning']}{secret} |")
    return "\n".join(rows)
