"""The environment, read once into a frozen value: names, types, defaults and meaning in one place."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Env:
    """Everything that may be set from outside. Secrets come only from here."""

    home: Path
    database_url: str
    secret_key: str
    journal_key: str
    seal_key: str
    production: bool
    hosts: tuple[str, ...]
    cipher: str
    tianditu_key: str
    s3_bucket: str
    s3_endpoint: str


def read(environ: "os._Environ[str] | dict[str, str]" = os.environ) -> Env:
    """Development falls back to fixed keys; production refuses to start without its own (checked in settings)."""
    get = environ.get
    return Env(
        home=Path(get("HUYING_HOME", "var")).resolve(),
        database_url=get("HUYING_DATABASE_URL", ""),
        secret_key=get("HUYING_SECRET_KEY", ""),
        journal_key=get("HUYING_JOURNAL_KEY", ""),
        seal_key=get("HUYING_SEAL_KEY", ""),
        production=get("HUYING_PRODUCTION", "") == "1",
        hosts=tuple(h for h in get("HUYING_HOSTS", "127.0.0.1,localhost,testserver").split(",") if h),
        cipher=get("HUYING_CIPHER", "intl"),
        tianditu_key=get("HUYING_TIANDITU_KEY", ""),
        s3_bucket=get("HUYING_S3_BUCKET", ""),
        s3_endpoint=get("HUYING_S3_ENDPOINT", ""),
    )
