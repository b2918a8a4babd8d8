"""Settings. What differs between laptop and server comes from the environment.

docs/deploying.md lists every variable.
"""

from pathlib import Path

from csp.constants import NONCE

from config import addresses, env, keys

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("GREENROOM_VAR", str(BASE_DIR / "var")))

DEBUG = env.flag("GREENROOM_DEBUG", default=False)
# Started by `make run`: services are ours, the site is on this machine, mail goes to a page.
EMBEDDED = env.flag("GREENROOM_EMBEDDED", default=False)
LAPTOP = DEBUG or EMBEDDED

SECRET_KEY, SECRET_KEY_LASTS = keys.find(VAR_DIR, debug=DEBUG)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", [])
SITE_URL = env.text("SITE_URL", f"http://localhost:{env.text('PORT', '8000')}").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
    "web",
    "accounts",
    "questions",
    "reminders",
    "study",
    "interview",
    "workbench",
    "marking",
    "groups",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "web.middleware.PermissionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "web.middleware.HtmxLoginMiddleware",
    "web.middleware.RefusalMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
    "accounts.middleware.VisitMiddleware",
    "accounts.middleware.GuestMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "web.context.site",
                "reminders.context.unread",
            ],
            "builtins": ["web.templatetags.site"],
        },
    }
]

# Commands that only read files (load_bank --check, score_answers) run without a database.
DATABASES = {
    "default": addresses.database(
        env.text("DATABASE_URL", "postgres://postgres@localhost/greenroom")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "redis://localhost:6379")
CELERY_BROKER_URL = addresses.redis(REDIS_URL, number=0)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# A dead Redis must cost the page a moment, not its reply: one quick try, then the sweep finds
# the row. (Without `max_retries` every hand-in would wait four seconds and more.)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "visibility_timeout": 300,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A tick nobody took before the next one is due is thrown away: with no worker they would pile up.
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
    for name, task, seconds in (
        ("close-overdue-interviews", "interview.tasks.close_overdue", 10.0),
        ("score-leftovers", "interview.tasks.score_leftovers", 30.0),
        ("send-reminders", "reminders.tasks.send_due", 15.0),
        ("plan-daily-reminders", "reminders.tasks.plan_daily", 300.0),
        ("forget-old-reminders", "reminders.tasks.forget_old", 24 * 3600.0),
        ("open-sealed-sheets", "marking.tasks.open_sealed", 60.0),
        ("count-words", "questions.tasks.count_words", 120.0),
        ("count-words-anew", "questions.tasks.count_words_anew", 24 * 3600.0),
        ("make-meetings", "groups.tasks.make_meetings", 300.0),
        ("tell-of-checklists", "study.tasks.tell_of_checklists", 60.0),
        ("check-links", "study.tasks.check_links", 24 * 3600.0),
        ("count-attempts", "workbench.tasks.count_attempts", 30.0),
        ("read-leftover-imports", "workbench.tasks.read_leftover_imports", 15.0),
        ("read-leftover-decks", "study.tasks.read_leftover_decks", 30.0),
        ("transcribe-leftovers", "study.tasks.transcribe_leftovers", 30.0),
        ("sweep-idle-guests", "accounts.tasks.sweep_idle_guests", 6 * 3600.0),
        ("forget-ended-sessions", "accounts.tasks.forget_ended_sessions", 24 * 3600.0),
    )
}

# Login rate limits live in Postgres: they hold when Redis is wiped, and no page needs Redis.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.PasswordBackend",
    "accounts.backends.AddressBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "interview:home"
LOGOUT_REDIRECT_URL = "web:landing"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Self-hosted sites may have no mail: an unverified address can practise all the same.
ACCOUNT_EMAIL_VERIFICATION = env.text("EMAIL_VERIFICATION", "optional")
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LAPTOP
MFA_TOTP_ISSUER = "Greenroom"

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", default=False) else None
)
# Log-in limits count by address: behind a proxy, the one the proxy saw.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY", default=False) else 0
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 30 if SITE_URL.startswith("https://") else 0
SECURE_REFERRER_POLICY = "same-origin"
# The log-in page may open inside our own pages, so that an expired session loses nothing.
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        # The code editor makes its styles itself; the page that has one gives it a nonce.
        "style-src": ["'self'", NONCE],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# Bundles carry a hash of their content in their name and never change under it.
WHITENOISE_IMMUTABLE_FILE_TEST = r"/dist/.+-[A-Z0-9]{8}\.\w+$"
BUNDLES_DIR = BASE_DIR / "static" / "dist"

# Off: Greenroom makes no request of its own. On, a worker asks once a week whether the links of the
# shelf still answer.
CHECK_LINKS = env.flag("GREENROOM_CHECK_LINKS", default=False)

FIXTURES_ROOT = Path(env.text("GREENROOM_FIXTURES", str(BASE_DIR / "fixtures")))

# What writes recordings of answers aloud down: a function's dotted path, or a service's address.
TRANSCRIBER = env.text("TRANSCRIBER", "")

# Without a mail server, mail goes to the console and to the page /dev/mail/.
EMAIL_URL = env.text("EMAIL_URL", "")
DEV_MAIL = LAPTOP and not EMAIL_URL
# Otherwise everything is told in the app, and the pages say so.
CAN_MAIL = DEV_MAIL or bool(EMAIL_URL)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("FROM_EMAIL", "Greenroom <greenroom@localhost>")
if DEV_MAIL:
    EMAIL_BACKEND = "reminders.inbox.InboxBackend"
elif EMAIL_URL:
    from config.mail import smtp

    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    globals().update(smtp(EMAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "celery": {"level": "INFO"},
        "httpx": {"level": "WARNING"},
    },
}
