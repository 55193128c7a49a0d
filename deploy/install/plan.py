"""The steps in their order, for a new server and for one whose configuration has changed."""

from __future__ import annotations

from deploy.install.engine import Step
from deploy.install.ground import ACCOUNT_STEP, CURRENT_STEP, DATABASE_STEP, FOLDERS_STEP, SECRETS_STEP
from deploy.install.services import (
    ADDRESS_STEP,
    ANSWERS_STEP,
    CERTIFICATE_STEP,
    FILES_STEP,
    FIREWALL_STEP,
    NGINX_STEP,
    SELINUX_STEP,
    SERVICES_STEP,
)
from deploy.install.shop import ADMIN_STEP, SITE_STEP, TABLES_STEP

APPLY: tuple[Step, ...] = (
    FOLDERS_STEP,
    ADDRESS_STEP,
    CERTIFICATE_STEP,
    FILES_STEP,
    SELINUX_STEP,
    SITE_STEP,
    SERVICES_STEP,
    NGINX_STEP,
    FIREWALL_STEP,
    ANSWERS_STEP,
)
"""What follows from the configuration."""

INSTALL: tuple[Step, ...] = (
    SECRETS_STEP,
    ACCOUNT_STEP,
    FOLDERS_STEP,
    DATABASE_STEP,
    CURRENT_STEP,
    ADDRESS_STEP,
    CERTIFICATE_STEP,
    FILES_STEP,
    TABLES_STEP,
    ADMIN_STEP,
    SELINUX_STEP,
    SITE_STEP,
    SERVICES_STEP,
    NGINX_STEP,
    FIREWALL_STEP,
    ANSWERS_STEP,
)
TURN: tuple[Step, ...] = (
    FOLDERS_STEP,
    ADDRESS_STEP,
    CERTIFICATE_STEP,
    FILES_STEP,
    TABLES_STEP,
    SELINUX_STEP,
    SITE_STEP,
    CURRENT_STEP,
    SERVICES_STEP,
    NGINX_STEP,
    FIREWALL_STEP,
    ANSWERS_STEP,
)
"""What makes an unpacked release the one that runs."""


def plan_text() -> str:
    """The steps for a server on which nothing is yet."""
    return "".join(f"  to do  {step.title}\n" for step in INSTALL)
