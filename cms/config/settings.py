"""Django's settings, all derived from the environment."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from cms.config.environment import BASE_DIR, read_environment
from cms.config.folders import make_folders
from cms.contract import queues

ENVIRONMENT = read_environment()
make_folders(ENVIRONMENT)
CATALORO_ENV = ENVIRONMENT.env
CATALORO_VERSION = "0.1.0"

# Everything that knows a host follows from this one address.
SITE_URL = ENVIRONMENT.site_url
SITE_HOST = urlsplit(SITE_URL).netloc.removesuffix(f":{urlsplit(SITE_URL).port}")
SITE_IS_HTTPS = SITE_URL.startswith("https://")

BUILD_DIR = ENVIRONMENT.build_dir
MEDIA_DIR = ENVIRONMENT.media_dir
DATA_DIR = ENVIRONMENT.data_dir
BUILD_ENCODING = ENVIRONMENT.build_encoding
PORT = ENVIRONMENT.port
COUNTRY_DATABASE = ENVIRONMENT.country_database
CONFIGURATION_FINGERPRINT = ENVIRONMENT.fingerprint

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False  # In development too: people see the error pages that shoppers see, the log has the traceback.
ALLOWED_HOSTS = [SITE_HOST] if ENVIRONMENT.is_production else [SITE_HOST, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_IS_HTTPS
if SITE_IS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # Nginx sets it, whatever a client sends.
    SECURE_HSTS_SECONDS = 24 * 60 * 60  # A day: a longer promise, once given, cannot be taken back.

# Three photos of 10 MB and the words around them.
PHOTO_BYTES = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * PHOTO_BYTES + 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # A page of many blocks has a few thousand.

INSTALLED_APPS = [
    "cms.config.apps.ConfigConfig",
    "cms.changes.apps.ChangesConfig",
    "cms.accounts.apps.AccountsConfig",
    "cms.pictures.apps.PicturesConfig",
    "cms.catalog.apps.CatalogConfig",
    "cms.site.apps.SiteConfig",
    "cms.pages.apps.PagesConfig",
    "cms.workbook.apps.WorkbookConfig",
    "cms.visits.apps.VisitsConfig",
    "cms.panel.apps.PanelConfig",
    "cms.operations.apps.OperationsConfig",
    "sitegen.apps.SitegenConfig",
    "commerce.apps.CommerceConfig",
    "commerce.account.apps.AccountConfig",
    "commerce.cart.apps.CartConfig",
    "commerce.favourites.apps.FavouritesConfig",
    "commerce.orders.apps.OrdersConfig",
    "commerce.waiting.apps.WaitingConfig",
    "commerce.offers.apps.OffersConfig",
    "commerce.search.apps.SearchConfig",
    "commerce.selling.apps.SellingConfig",
    "commerce.notifications.apps.NotificationsConfig",
    "commerce.conversations.apps.ConversationsConfig",
    "commerce.reports.apps.ReportsConfig",
    "commerce.reviews.apps.ReviewsConfig",
    "commerce.api.apps.ApiConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
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
    "commerce.same_origin.SameOriginMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.visits.staff.StaffMarker",
    "cms.panel.protection.AdminHeaders",
    "commerce.shop_headers.ShopMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "cms.config.urls"
WSGI_APPLICATION = "cms.config.wsgi.application"
TEMPLATES = [
    {"BACKEND": "commerce.theme.ThemeTemplates", "DIRS": [], "APP_DIRS": False, "OPTIONS": {}},
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

DATABASES = {"default": ENVIRONMENT.database}
CACHES = {"default": ENVIRONMENT.cache}

EMAIL_BACKEND = ENVIRONMENT.email["EMAIL_BACKEND"]
EMAIL_HOST = ENVIRONMENT.email["EMAIL_HOST"]
EMAIL_PORT = ENVIRONMENT.email["EMAIL_PORT"]
EMAIL_HOST_USER = ENVIRONMENT.email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = ENVIRONMENT.email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = ENVIRONMENT.email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = ENVIRONMENT.email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = ENVIRONMENT.email["EMAIL_TIMEOUT"]
EMAIL_FILE_PATH = ENVIRONMENT.email["EMAIL_FILE_PATH"]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.email.get("DEFAULT_FROM_EMAIL", f"noreply@{SITE_HOST}")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend"
]  # Takes as long for nobody as for one.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/account/login"  # Wagtail's admin has its own.
LOGIN_REDIRECT_URL = "/account"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_SAMESITE = "Lax"
WAGTAILADMIN_USER_LOGIN_FORM = "commerce.account.admin_login.AdminLoginForm"

ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.is_production else 0  # Nginx says who is asking.
ACCOUNT_ADAPTER = "commerce.account.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "commerce.account.forms.LoginForm",
    "signup": "commerce.account.signup_form.SignupForm",
    "add_email": "commerce.account.forms.ChangeAddressForm",
    "change_password": "commerce.account.forms.ChangePasswordForm",
    "reset_password": "commerce.account.forms.ResetPasswordForm",
    "reset_password_from_key": "commerce.account.forms.NewPasswordForm",
    "reauthenticate": "commerce.account.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "commerce.account.services.shown_name"
ACCOUNT_EMAIL_VERIFICATION = (
    "optional"  # For log-ins. Who signs up opens a link first: see commerce/account/signup_form.
)
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # All other sessions end, the one that changed it goes on.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    # Wrong ones only. A browser that somebody has logged in with counts for itself: nobody locks them out from afar.
    "login_failed": "20/900s/ip,5/300s/key",
    "signup": "20/h/ip",
    "reset_password": "20/h/ip",
    # Mails to one address: as asked for from one place, and by everybody together. Beyond that none is sent.
    "reset_password_from_here": "3/h/key",
    "reset_password_of_one": "12/h/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/m/key,5/h/key",
    "manage_email": "10/m/user",
    "profile_picture": "30/d/user",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
API_RATES = {"anonymous": 60, "read": 240, "write": 60}
"""Requests to the interface for programs in a minute: of an address that nobody knows; of a token or person."""
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
MFA_ADAPTER = "commerce.account.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "commerce.account.second_factor.ActivateForm",
    "authenticate": "commerce.account.second_factor.AuthenticateForm",
    "reauthenticate": "commerce.account.second_factor.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # Clocks of phones are some seconds off.

TASKS = {
    "default": {"BACKEND": "cms.config.tasks.DatabaseBackend", "QUEUES": [queues.EVERYTHING, queues.SEARCH]},
}

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
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.pictures.forms.ShopImageForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.config.search"}}
WAGTAIL_SITE_NAME = "Cataloro"
# What the admin speaks; each person chooses. Our own words are in locale/, beside this file.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("de", "Deutsch")]
# "localtime" is a file of some servers and no zone: at its name a browser gives up on the whole list.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # No request to a third party, from the admin neither.
WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = DEFAULT_FROM_EMAIL
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = PHOTO_BYTES
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "txt", "csv", "odt", "ods", "docx", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # A document is saved, never run in a tab of the shop.
WAGTAIL_APPEND_SLASH = False
# Passwords and addresses are changed in the account of the shop, which asks for the password, confirms and tells.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "filters": {
        # A shop without a build says so by 503, to a page that asks again: no fault.
        "no_waiting": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: getattr(record, "status_code", 0) != HTTPStatus.SERVICE_UNAVAILABLE,
        },
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_waiting"]},
        "warnings": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Addresses that nobody knows are daily bread; faults (ERROR) come with their traceback.
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        # Django leaves it to the server to send no body after HEAD; gunicorn does, and says so each time.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        # The worker raises the level of these two to tell of each task's beginning and end.
        "django_tasks": {"handlers": ["warnings"], "propagate": False},
        "django_tasks_db": {"handlers": ["warnings"], "propagate": False},
        # What the publisher does is told as it happens.
        "cataloro": {"level": "INFO"},
    },
}

PREVIEW_RENDERER = "sitegen.preview.render_preview"
SHOP_PAGES = "sitegen.dynamic"
REMOVAL_OF_HELD = "sitegen.wiring.ask_to_remove_held"
THEME_DIR = BASE_DIR / "themes" / "cataloro"
