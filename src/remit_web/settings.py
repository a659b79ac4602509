"""Every setting. Those that a place may change are environment variables, `REMIT_*`; a bad value is refused by name."""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from remit_web.areas import AREAS

HERE = Path(__file__).parent
SECRET_FILE = "secret"  # noqa: S105 - the name of a file


def text(name: str, default: str) -> str:
    """Return a setting as it is written."""
    return os.environ.get(name, "").strip() or default


def yes_no(name: str, *, default: bool) -> bool:
    """Return a setting that is `yes` or `no`."""
    value = text(name, "yes" if default else "no")
    if value not in {"yes", "no"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; write yes or no.")
    return value == "yes"


def day(name: str) -> date | None:
    """Return a setting that is a day, or None where it is not set."""
    value = text(name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}; write year-month-day, as in 2026-11-20.") from error


def database(name: str, folder: Path) -> dict[str, Any]:
    """Return the database that a URL names: `postgresql://user:password@host/name`, or `sqlite:///path`."""
    url = text(name, f"sqlite:///{folder / 'remit.sqlite3'}")
    parts = urlsplit(url)
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    if parts.scheme == "sqlite" and parts.path:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/")) if parts.path.startswith("//") else unquote(parts.path),
            "CONN_MAX_AGE": 60,
            # Measured: with deferred transactions 376 of 400 concurrent writes failed; with immediate ones, none.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA recursive_triggers=ON;",
            },
        }
    raise ImproperlyConfigured(f"{name} is {url!r}; write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.")


def secret(name: str, folder: Path) -> str:
    """Return the secret that signs sessions: as set, or as kept in the data folder; one for this process otherwise.

    `remit serve` makes the file (`keep_secret`), so that reading the settings leaves nothing behind.
    """
    if name in os.environ:
        if len(os.environ[name]) < 32:  # noqa: PLR2004 - what Django's own check asks for
            raise ImproperlyConfigured(f"{name} is too short: write at least 32 characters that nobody can guess.")
        return os.environ[name]
    file = folder / SECRET_FILE
    return file.read_text().strip() if file.exists() else secrets.token_urlsafe(48)


DATA = Path(text("REMIT_DATA", "remit-data")).absolute()
"""The folder of the database, the secret and uploaded files."""

TODAY = day("REMIT_TODAY")
"""The day that it is said to be, for demonstrations and tests; None: the day that it is."""

SECRET_KEY = secret("REMIT_SECRET", DATA)
DEBUG = yes_no("REMIT_DEBUG", default=False)
ALLOWED_HOSTS = text("REMIT_HOSTS", "127.0.0.1 localhost [::1]").split()
DATABASES = {"default": database("REMIT_DATABASE", DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
OVER_HTTPS = yes_no("REMIT_HTTPS", default=False)
"""Whether a server in front speaks HTTPS: then cookies travel only so."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    *(f"remit_web.{area}" for area in AREAS),
]
MIDDLEWARE = [
    "remit_web.shell.policy.content_policy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "remit_web.shell.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "remit_web.urls"
WSGI_APPLICATION = "remit_web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / area / "templates" for area in AREAS],
        "NAME": "pages",
        "OPTIONS": {
            "environment": "remit_web.shell.jinja.environment",
            "context_processors": ["remit_web.shell.jinja.for_every_page"],
        },
    },
    {  # the pages of allauth, on a thin base of their own
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "shell" / "sign_in"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "remit_web.access.sign_in.Accounts"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "overview"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OVER_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OVER_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [HERE / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [HERE / "shell" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "remit_web.shell.files.StaticFiles"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
