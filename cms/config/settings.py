"""Django's settings, all derived from the environment."""

from __future__ import annotations

from urllib.parse import urlsplit

import dj_database_url

from cms.config.environment import BASE_DIR, read_environment

ENVIRONMENT = read_environment()
CATALORO_ENV = ENVIRONMENT.env
CATALORO_VERSION = "0.1.0"
SITE_URL = ENVIRONMENT.site_url
BUILD_DIR = ENVIRONMENT.build_dir
MEDIA_DIR = ENVIRONMENT.media_dir
DATA_DIR = ENVIRONMENT.data_dir
BUILD_ENCODING = ENVIRONMENT.build_encoding

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "localhost", "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "cms.config.apps.ConfigConfig",
    "cms.changes.apps.ChangesConfig",
    "cms.accounts.apps.AccountsConfig",
    "cms.pictures.apps.PicturesConfig",
    "cms.catalog.apps.CatalogConfig",
    "cms.site.apps.SiteConfig",
    "cms.pages.apps.PagesConfig",
    "cms.workbook.apps.WorkbookConfig",
    "cms.operations.apps.OperationsConfig",
    "sitegen.apps.SitegenConfig",
    "commerce.apps.CommerceConfig",
    "django_tasks",
    "django_tasks_db",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.accounts.apps.PeopleAdminConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "cms.config.urls"
WSGI_APPLICATION = "cms.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": dj_database_url.parse(ENVIRONMENT.database_url)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
    }

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/admin/login/"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if ENVIRONMENT.env != "production":
    # The admin's own files come straight from the packages: nothing has to be collected first.
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = MEDIA_DIR
MEDIA_URL = "/admin/media/"

WAGTAILIMAGES_IMAGE_MODEL = "pictures.ShopImage"
WAGTAIL_SITE_NAME = "Cataloro"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_APPEND_SLASH = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Addresses that nobody knows are daily bread; faults (ERROR) come with their traceback.
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
    },
}

PREVIEW_RENDERER = "sitegen.preview.render_preview"
THEME_DIR = BASE_DIR / "themes" / "cataloro"
