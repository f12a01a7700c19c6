"""Django settings."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from huying.config.database import database, replica
from huying.config.env import read
from huying.config.signin import *
from huying.config.signin import SIGNIN_APPS, SIGNIN_FORM_TARGETS, SIGNIN_MIDDLEWARE
from huying.config.stores import documents_storage

ENV = read()
PACKAGE = Path(__file__).resolve().parent.parent

CONTEXTS = (
    "kernel", "territory", "people", "organisations", "calendars", "language", "documents", "duties", "notices",
    "cases", "evaluation", "dashboards", "exchange", "portal", "demonstration",
)  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_htmx",
    "django_vite",
    "ninja",
    *(f"huying.{name}" for name in CONTEXTS),
    "huying.config",
    *SIGNIN_APPS,  # behind people, whose templates take the place of theirs
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
HUYING_BACKUP_KEY = ENV.backup_key
HUYING_S3_BUCKET = ENV.s3_bucket
HUYING_CIPHER = ENV.cipher
HUYING_HOME = ENV.home
HUYING_PRODUCTION = ENV.production
HUYING_TIANDITU_KEY = ENV.tianditu_key

DEBUG = False
ALLOWED_HOSTS = list(ENV.hosts)
ROOT_URLCONF = "huying.config.urls"
WSGI_APPLICATION = "huying.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"
DATABASES = {"default": database(ENV.database_url)}
if ENV.replica_url:
    DATABASES["replica"] = replica(ENV.replica_url)
    DATABASE_ROUTERS = ["huying.config.replica.ReadingRouter"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "huying.config.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    *SIGNIN_MIDDLEWARE,
    "huying.config.middleware.ActorMiddleware",
    "huying.config.middleware.LanguageMiddleware",
    "huying.config.middleware.OfficeDoorMiddleware",
    "huying.config.middleware.ProblemMiddleware",
    "huying.config.replica.ReplicaMiddleware",
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
                "huying.portal.pages.context.look",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": PACKAGE / "static" / "build" / "manifest.json",
        "static_url_prefix": "build",
    }
}
FORM_RENDERER = "huying.kernel.pieces_renderer.PiecesRenderer"
WHITENOISE_USE_FINDERS = True  # the built files carry their hash in the name, so they need no collecting
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/build/.+[-.][0-9A-Za-z_-]{8,12}\..+$"
MEDIA_ROOT = ENV.home / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "documents": documents_storage(MEDIA_ROOT, bucket=ENV.s3_bucket, endpoint=ENV.s3_endpoint),
}
HUYING_SCAN_COMMAND, HUYING_SCAN_SOCKET = ENV.scan_command, ENV.scan_socket

# What one request may carry. Files stream to disk; `documents` says what a file may be.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["huying.documents.receiving.CappedToDisk"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"},
}
SESSION_ENGINE = "huying.people.sessions"
SESSION_COOKIE_NAME = "huying_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "huying_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "huying.config.failures.page_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Browsers
CSP_IMAGE_HOSTS = ("https://*.tianditu.gov.cn",) if ENV.tianditu_key else ()
CSP_FORM_TARGETS = SIGNIN_FORM_TARGETS
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ENV.production
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENV.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # the county's other services on the same domain are not ours to bind
if ENV.proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
HUYING_ADDRESS = (
    ENV.address or (f"https://{ENV.hosts[0]}" if ENV.production else f"http://{ENV.host}:{ENV.port}")
).rstrip("/")
HUYING_PROXIES = ENV.proxies
HUYING_TELL_STATEMENTS = ENV.tell_statements
NINJA_NUM_PROXIES = ENV.proxies

# Mail
_MAIL = urlsplit(ENV.mail_url)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENV.mail_url else 'console'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "localhost", _MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.username or "", _MAIL.password or ""
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENV.mail_from
HUYING_MAIL_ON = bool(ENV.mail_url)
HUYING_SMS_URL, HUYING_SMS_TOKEN = ENV.sms_url, ENV.sms_token
HUYING_CODE_SENDER = ENV.code_sender or ("gateway" if ENV.sms_url else "console")
HUYING_WEBHOOK_HOSTS = ENV.webhook_hosts
HUYING_NUMBER_PREFIX = ENV.number_prefix

# Work in the background
PROCRASTINATE_IMPORT_PATHS = ["huying.kernel.beat"]
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful", "concurrency": 4}

# Logs name no person: no query strings, no form fields, no request bodies; Django's own mails to admins are off.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"plain": {"()": "huying.config.logs.NoPersonalData"}},
    "formatters": {"line": {"()": "huying.config.logs.LineFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["plain"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "huying": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "procrastinate": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
