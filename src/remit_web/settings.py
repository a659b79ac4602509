"""Every setting. Those that a place may change are environment variables: see `remit_web.environment`."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from remit_web.access import organisations, providers
from remit_web.areas import AREAS
from remit_web.environment import database, day, mail, one_of, secret, text, whole, yes_no
from remit_web.logs import without_trace

HERE = Path(__file__).parent


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
"""Whether a server in front speaks HTTPS, and says so: then nothing is answered otherwise."""
PROXIES = whole("REMIT_PROXIES", 0, least=0, most=9)
"""How many servers in front add the address that they were asked from (`remit_web.origin`)."""
ORGANISATIONS = organisations.read(text("REMIT_SIGN_IN", ""))
"""Those that sign their own people in."""
SECOND_FACTOR_REQUIRED = one_of("REMIT_SECOND_FACTOR", "offered", "required") == "required"
"""Of who gives roles, or sees what is for named people."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *providers.apps(ORGANISATIONS),
    "allauth.usersessions",
    *(f"remit_web.{area}" for area in AREAS),
]
MIDDLEWARE = [
    "remit_web.shell.headers.headers",
    "remit_web.shell.admission.admission",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "remit_web.shell.sessions.session_ends",
    "remit_web.shell.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "remit_web.shell.csrf.FormsOfOurs",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "remit_web.access.programs.Programs",
    "remit_web.shell.limits.Limits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "remit_web.access.needs.Gate",
    "remit_web.access.sessions.seen",
    "remit_web.access.second_factor.asked_for",
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
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "remit_web.shell.theme.for_sign_in"]
        },
    },
]

AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "remit_web.access.passwords.HardToGuess"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # who comes by a letter has shown that the address is theirs
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_ADAPTER = "remit_web.access.sign_in.Accounts"
ACCOUNT_FORMS = {"reset_password": "remit_web.access.sign_in.ResetPassword"}
ACCOUNT_RATE_LIMITS = {"login_failed": "30/15m/ip,5/15m/key"}
"""So many wrong tries, from one address on the network and for one account, until the door stays shut."""
SOCIALACCOUNT_ADAPTER = "remit_web.access.by_organisation.Organisations"
SOCIALACCOUNT_PROVIDERS = providers.for_allauth(ORGANISATIONS)
SOCIALACCOUNT_LOGIN_ON_GET = True  # docs/decisions/0020-signing-in.md
MFA_ADAPTER = "remit_web.access.second_factor.SecondFactors"
MFA_FORMS = {
    "authenticate": "remit_web.access.second_factor.Authenticate",
    "reauthenticate": "remit_web.access.second_factor.Reauthenticate",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Remit"
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "overview"
PASSWORD_RESET_TIMEOUT = 24 * 3600
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",  # one for all processes, or wrong tries are not counted
        "LOCATION": "remit_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

globals().update(mail("REMIT_MAIL"))  # EMAIL_HOST and its like: Django reads them by name

# What is let in, and what browsers keep (docs/how-to/deploy.md). Headers: remit_web.shell.headers.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OVER_HTTPS else None
SECURE_SSL_REDIRECT = OVER_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if OVER_HTTPS else 0
WHITENOISE_ALLOW_ALL_ORIGINS = False
_OF_THIS_HOST = "__Host-" if OVER_HTTPS else ""  # browsers take such a cookie from this very host, and over HTTPS only
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_OF_THIS_HOST}sessionid", f"{_OF_THIS_HOST}csrftoken"
LANGUAGE_COOKIE_NAME, THEME_COOKIE_NAME = f"{_OF_THIS_HOST}django_language", f"{_OF_THIS_HOST}theme"
NOTICES_COOKIE_NAME, MESSAGE_STORAGE = f"{_OF_THIS_HOST}messages", "remit_web.shell.notices.Notices"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OVER_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "remit_web.shell.views.forged"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = whole("REMIT_SESSION_DAYS", 14, least=1, most=90) * 24 * 3600
IDLE_END = whole("REMIT_IDLE_MINUTES", 480, least=5, most=7 * 24 * 60) * 60
REQUEST_MOST = whole("REMIT_UPLOAD_MB", 32, least=1, most=1024) << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 4 << 20  # fields; files beyond it wait on the disk
DATA_UPLOAD_MAX_NUMBER_FIELDS, DATA_UPLOAD_MAX_NUMBER_FILES = 2_000, 20
FILE_UPLOAD_PERMISSIONS = 0o600
LIMITS_FILE: Path | None = DATA / "limits"
"""Where it is counted how often somebody asks (`remit_web.shell.limits`); None: nowhere."""

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [HERE / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [
    HERE / "shell" / "static",
    ("charts", HERE.parent / "remit" / "documents" / "charts" / "vendor"),  # one copy, drawn with on the server too
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "remit_web.shell.files.StaticFiles"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "filters": {"without_trace": {"()": "django.utils.log.CallbackFilter", "callback": without_trace}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"filters": ["without_trace"]},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # a page of code for each, and anybody can ask
    },
}
