"""Django settings."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from huying.config.env import read

ENV = read()
PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent

CONTEXTS = (
    "kernel", "territory", "people", "organisations", "calendars", "documents", "duties", "notices", "cases",
    "portal", "demonstration",
)  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_htmx",
    "django_vite",
    "ninja",
    *(f"huying.{name}" for name in CONTEXTS),
]


def _secret(value: str, name: str, stand_in: str) -> str:
    if value:
        return value
    if ENV.production:
        raise ImproperlyConfigured(f"{name} must be set in production")
    return stand_in


SECRET_KEY = _secret(ENV.secret_key, "HUYING_SECRET_KEY", "for-development-only-not-a-secret-0123456789")
HUYING_JOURNAL_KEY = _secret(ENV.journal_key, "HUYING_JOURNAL_KEY", "00" * 32)
HUYING_SEAL_KEY = _secret(ENV.seal_key, "HUYING_SEAL_KEY", "11" * 32)
HUYING_CIPHER = ENV.cipher
HUYING_HOME = ENV.home
HUYING_PRODUCTION = ENV.production

DEBUG = False
ALLOWED_HOSTS = list(ENV.hosts)
ROOT_URLCONF = "huying.config.urls"
WSGI_APPLICATION = "huying.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url or "postgresql://postgres@127.0.0.1:5432/huying")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(ENV.database_url)}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huying.config.middleware.ActorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
MEDIA_ROOT = ENV.home / "files"
DJANGO_VITE = {"default": {"dev_mode": False, "manifest_path": PACKAGE / "static" / "build" / "manifest.json"}}
STATICFILES_DIRS = [PACKAGE / "static"]
