"""The one settings file. Everything that differs between sites comes from the environment.

MODE says what this process is: `demo` (the default: embedded servers, readable mail),
`test`, or `production`, which refuses to start half-configured.
"""

import json
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

import dj_database_url
import structlog
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from peersupport.core import places
from peersupport.core.encryption import new_key, read_ring
from peersupport.core.logs import keep_only_known, one_line_a_request, pseudonymous_member
from peersupport.core.nudges import STUDENT_NUMBER
from peersupport.schedule import SCHEDULE

places.load_env_file()


def env(name: str, default: str = "") -> str:
    """A value from the environment, or from the file that NAME_FILE points to."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {path}: {error.strerror}") from None
    return os.environ.get(name, default)


def env_choice(name: str, choices: tuple[str, ...], default: str) -> str:
    value = env(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def env_bool(name: str, default: bool = False) -> bool:
    return env_choice(name, ("0", "1", "true", "false"), "1" if default else "0") in {"1", "true"}


def env_int(name: str, default: int) -> int:
    value = env(name, str(default))
    if not value.lstrip("-").isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


def env_json(name: str, default: str):
    try:
        return json.loads(env(name, default))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be JSON: {error}") from None


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


MODE = env_choice("MODE", ("demo", "test", "production"), "demo")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
BASE_DIR = places.BASE_DIR
DATA_DIR = places.data_dir()
DEBUG = False  # nowhere: error pages with settings and rows in them are not for members


def local_secret(name: str, make: Callable[[], str]) -> str:
    """A secret of this data folder, made once; production brings its own."""
    path = DATA_DIR / name
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(make())
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"DATA_DIR cannot be {DATA_DIR}: {error.strerror}. Choose a folder you may write in"
        ) from None


SECRET_KEY = env("SECRET_KEY")
if PRODUCTION:
    if len(SECRET_KEY) < 50 or "change" in SECRET_KEY.lower():
        raise ImproperlyConfigured("SECRET_KEY must be a random value of 50 characters or more")
    if not env("SITE_URL").startswith("https://"):
        raise ImproperlyConfigured("SITE_URL must be the site's https:// address")
else:
    SECRET_KEY = SECRET_KEY or local_secret("secret-key", lambda: secrets.token_urlsafe(60))
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
# Keys for the small secrets in the database, "1:BASE64,2:BASE64": the highest number seals.
FIELD_KEYS = read_ring(
    env("FIELD_KEYS")
    or ("" if PRODUCTION else local_secret("field-keys", lambda: f"1:{new_key()}"))
)

# ── the site ────────────────────────────────────────────────────────────────────────────────
PORT = env_int("PORT", 8000)
SITE_URL = env("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SITE_NAME = env("SITE_NAME", "Commonroom")
SITE_LEAVE_URL = env("SITE_LEAVE_URL", "https://www.wikipedia.org/")
# Help lines of this place, as setup writes them; those of moderation.safety.lines otherwise.
HELP_LINES = env_json("HELP_LINES", "[]")
SITE_CONTACT = env("SITE_CONTACT", "")
SIGNUP_MODE = env_choice("SIGNUP_MODE", ("open", "invitation", "domain", "closed"), "open")
# With "domain": what stands behind the @ of addresses that may sign up, each written out.
SIGNUP_DOMAINS = [domain.casefold().lstrip("@") for domain in env_list("SIGNUP_DOMAINS")]
if SIGNUP_MODE == "domain" and not SIGNUP_DOMAINS:
    raise ImproperlyConfigured("SIGNUP_DOMAINS must name a domain when SIGNUP_MODE is domain")
# Institutions whose accounts open the door here: [{"id", "name", "server_url", "client_id", "secret"}].
OIDC_PROVIDERS = env_json("OIDC_PROVIDERS", "[]")
for each in OIDC_PROVIDERS:
    if set(each) != {"id", "name", "server_url", "client_id", "secret"}:
        raise ImproperlyConfigured(
            "Each of OIDC_PROVIDERS has id, name, server_url, client_id and secret"
        )
    if PRODUCTION and not each["server_url"].startswith("https://"):
        raise ImproperlyConfigured("A server_url of OIDC_PROVIDERS begins with https://")
# Years; below that nobody signs up, and nothing of them is kept. 0: nobody is asked, because
# whoever lets people in (an institution, invitations) vouches for their age.
AGE_MINIMUM = env_int("AGE_MINIMUM", 0)
EDIT_WINDOW_DAYS = env_int("EDIT_WINDOW_DAYS", 14)
# What a student number looks like here, as a regular expression; "" looks for none. Who posts one is
# asked once whether they mean to.
STUDENT_NUMBER_PATTERN = env("STUDENT_NUMBER_PATTERN", STUDENT_NUMBER)
try:
    re.compile(STUDENT_NUMBER_PATTERN)
except re.error as error:
    raise ImproperlyConfigured(f"STUDENT_NUMBER_PATTERN: {error}") from None
FREE_EDIT_MINUTES = env_int("FREE_EDIT_MINUTES", 10)  # an author's edits leave no mark so long
# The lowest tier (0 to 5) that founds a group at once; below it, and for all with "approval", an
# organiser is asked. Facilitators must hold the qualification that is named here, if one is.
GROUP_FOUNDING = env_choice("GROUP_FOUNDING", ("approval", "0", "1", "2", "3", "4", "5"), "2")
FACILITATOR_QUALIFICATION = env("FACILITATOR_QUALIFICATION", "")
# What trust levels ask for and open, where it differs from peersupport/members/rules/trust.py:
# {"new": {"links": 5}, "regular": {"days": 40}}
TRUST_LEVELS = env_json("TRUST_LEVELS", "{}")
# Who is told whenever the hidden author of something is opened; administrators, where none is named.
DPO_EMAIL = env("DPO_EMAIL", "")
# Staff who hold this qualification may open one alone when somebody is in danger now; "" for nobody.
AUTHORSHIP_EMERGENCY_QUALIFICATION = env("AUTHORSHIP_EMERGENCY_QUALIFICATION", "safeguarding")
# The course without which nobody moderates the site; empty for none.
MODERATOR_QUALIFICATION = env("MODERATOR_QUALIFICATION", "")
# Handles of those who answer appeals besides moderators, such as an organiser or somebody outside.
APPEAL_REVIEWERS = env_list("APPEAL_REVIEWERS")
INTRODUCTIONS_CATEGORY = env("INTRODUCTIONS_CATEGORY", "introductions")  # where newcomers say hello

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or [SITE_URL.split("://")[1].split(":")[0].split("/")[0]]
if not PRODUCTION:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]", "testserver"]
if PRODUCTION and any(host in {"*", "."} for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's hosts, not everything")

# ── applications ────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "forums",
    "groups.resources",
    "groups.rooms",
    "groups",
    "moderation.safety",
    "moderation",
    "peersupport.administration",
    "peersupport.notifications",
    "peersupport.activity",
    "peersupport.members",
    "peersupport.core",
    "peersupport",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    *(["allauth.socialaccount.providers.openid_connect"] if OIDC_PROVIDERS else []),
    "guardian",
    "pgtrigger",
    "django_structlog",
    "django_htmx",
    "django_otp",
    "django_otp_webauthn",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # form templates through our loaders
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "peersupport.core.middleware.LogMiddleware",
    "moderation.safety.middleware.HelpNowMiddleware",
    "peersupport.core.middleware.OutageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "peersupport.core.middleware.AccessMiddleware",
    "peersupport.core.middleware.MemberMiddleware",
    "peersupport.core.middleware.LibraryPagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "peersupport.urls"
WSGI_APPLICATION = "peersupport.wsgi.application"
ASGI_APPLICATION = "peersupport.asgi.application"

TEMPLATES = [
    {
        "NAME": "fast",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "fast"],
        "OPTIONS": {"environment": "peersupport.core.fast.environment", "auto_reload": False},
    },
    {  # Django's own form controls, which it brings in Jinja too: they lean on what is not there
        "NAME": "controls",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [Path(forms.__file__).parent / "jinja2"],
        "OPTIONS": {"auto_reload": False},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "peersupport.core.context.site",
                "peersupport.notifications.context.unread_notices",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "peersupport.core.templatetags.ui",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ── PostgreSQL, Redis, Celery ───────────────────────────────────────────────────────────────
if not places.database_url().startswith(("postgres://", "postgresql://")):
    raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
DATABASES = {
    "default": dj_database_url.parse(
        places.database_url(), conn_max_age=60, conn_health_checks=True
    )
}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"] |= {"connect_timeout": 3}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = places.redis_url()
CACHES = {
    "default": {
        "BACKEND": "peersupport.core.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cr",
        "OPTIONS": {
            "socket_timeout": 0.5,
            **({} if REDIS_URL.startswith("unix") else {"socket_connect_timeout": 0.5}),
            "retry": None,
        },
    }
}
SESSION_ENGINE = "peersupport.members.sessions"

CELERY_BROKER_URL = places.broker_url()
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 2, "retry_on_timeout": False}
CELERY_TASK_ACKS_LATE = True
# No limit: a wake-up whose acknowledgement got lost must not keep the worker from the next one.
CELERY_WORKER_PREFETCH_MULTIPLIER = 0
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_BEAT_SCHEDULER = "peersupport.celery:Clock"

# ── accounts ────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None  # guardian: visitors hold no grants
GUARDIAN_MONKEY_PATCH_USER = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("handle", "email", "display_name")}},
    {"NAME": "peersupport.core.passwords.HardToGuess"},
]  # fmt: skip

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "peersupport.members.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "peersupport.members.account_forms.LoginForm",
    "signup": "peersupport.members.account_forms.SignupForm",
    "add_email": "peersupport.members.account_forms.AddEmailForm",
    "change_password": "peersupport.members.account_forms.ChangePasswordForm",
    "reset_password": "peersupport.members.account_forms.ResetPasswordForm",
    "reset_password_from_key": "peersupport.members.account_forms.ResetPasswordKeyForm",
    "reauthenticate": "peersupport.members.account_forms.ReauthenticateForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "peersupport.members.forms.SignupFields"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_CONFIRMATION_ANONYMOUS_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.partition("://")[0]
ACCOUNT_PRESERVE_USERNAME_CASING = False
SOCIALACCOUNT_ADAPTER = "peersupport.members.institutions.InstitutionsAdapter"
SOCIALACCOUNT_FORMS = {"signup": "peersupport.members.account_forms.SocialSignupForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False  # the names that others see are asked for
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "peersupport.members.oidc.Institution",
        "APPS": [
            {
                "provider_id": each["id"], "name": each["name"], "client_id": each["client_id"],
                "secret": each["secret"], "settings": {"server_url": each["server_url"]},
            }
            for each in OIDC_PROVIDERS
        ],
    }
}  # fmt: skip
# Passkeys belong to a name, and browsers take no bare number for one: the demo's is localhost.
_host = SITE_URL.split("://")[1].partition("/")[0]
OTP_WEBAUTHN_RP_ID = _host.partition(":")[0] if PRODUCTION else "localhost"
OTP_WEBAUTHN_RP_NAME = SITE_NAME
OTP_WEBAUTHN_ALLOWED_ORIGINS = [f"https://{_host}" if PRODUCTION else f"http://localhost:{PORT}"]
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False  # it would log in past the stages of allauth
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXIES", 0)

# ── mail: everything is a row in the outbox first; see notifications.models.Letter ───────────
MAIL_FOLDER = DATA_DIR / "mail"  # of the demo, read back at /dev/mail/
SMTP = {
    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {
        "host": env("EMAIL_HOST", "localhost"),
        "port": env_int("EMAIL_PORT", 25),
        "username": env("EMAIL_HOST_USER"),
        "password": env("EMAIL_HOST_PASSWORD"),
        "use_tls": env_bool("EMAIL_USE_TLS"),
        "timeout": 20,
    },
}
FILES = {
    "BACKEND": "peersupport.core.devmail.LetterFiles",
    "OPTIONS": {"file_path": MAIL_FOLDER},
}
MAILERS = {
    "default": {"BACKEND": "peersupport.notifications.outbox.OutboxBackend"},
    "delivery": SMTP if PRODUCTION or env("EMAIL_HOST") else FILES,
}
# Longer than a mail server may take, so that no two workers send one letter.
LETTER_LEASE_SECONDS = env_int("LETTER_LEASE_SECONDS", 120)
DEFAULT_FROM_EMAIL = env("MAIL_FROM", f"{SITE_NAME} <no-reply@commonroom.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# ── security ────────────────────────────────────────────────────────────────────────────────
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "peersupport.core.views.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
# Files besides: what one request may bring in all. The proxy's own bound is a little above it.
UPLOAD_MAX_BYTES = 24_000_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 262_144  # larger ones wait on disk
FILE_UPLOAD_HANDLERS = [
    "peersupport.core.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ── language, time, files ───────────────────────────────────────────────────────────────────
LANGUAGE_CODE = env("LANGUAGE_CODE", "en")
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", "UTC")

# What members may fetch themselves and nobody else; outside of what a backup takes.
EXPORT_FOLDER = DATA_DIR / "private" / "exports"
ERASURE_LEDGER = DATA_DIR / "private" / "erasures.jsonl"
DUTY_FILE = DATA_DIR / "private" / "duty.json"  # times and no names; see peersupport.core.duty
RETENTION_DAYS = env_json("RETENTION_DAYS", "{}")  # days by rule; see manage.py apply_retention
# What the page about erasing an account counts: every area has its own, members know of none.
HOLDINGS = "peersupport.privacy.holdings"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
# Files of members: served by a view that asks who looks, never from a folder that a server shows.
MEDIA_ROOT = DATA_DIR / "private" / "files"
S3 = {
    "bucket_name": env("FILES_S3_BUCKET"),
    "endpoint_url": env("FILES_S3_ENDPOINT") or None,
    "region_name": env("FILES_S3_REGION") or None,
    "access_key": env("FILES_S3_ACCESS_KEY") or None,
    "secret_key": env("FILES_S3_SECRET_KEY") or None,
    "default_acl": None,  # the bucket is private, and its objects are no more public than it
    "file_overwrite": False,
}
OBJECTS = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": S3}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "attachments": OBJECTS
    if S3["bucket_name"]
    else {"BACKEND": "peersupport.core.durable.DurableStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

# ── logs: JSON lines with a request id and no personal data ─────────────────────────────────
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                keep_only_known,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.stdlib.add_logger_name,
                structlog.stdlib.add_log_level,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},  # 4xx are in our own line, without the path
        "django.server": {"level": "ERROR"},
        "django.security": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        one_line_a_request,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        pseudonymous_member,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

if MODE == "test":
    DATABASES["default"]["TEST"] = {"TEMPLATE": "commonroom"}  # see tests/environment.py
    WHITENOISE_AUTOREFRESH = True  # a client of a test need not read 700 files first
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # our object permissions come after allauth's backend on purpose
]
