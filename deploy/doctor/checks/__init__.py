"""All checks, causes before effects."""

from __future__ import annotations

from deploy.doctor.checks import (
    application,
    certificates,
    database,
    filesystem,
    network,
    nginx,
    selinux,
    services,
    settings,
    system,
)
from deploy.doctor.findings import Check

ALL: tuple[Check, ...] = (
    *system.CHECKS,
    *settings.CHECKS,
    *database.CHECKS,
    *filesystem.CHECKS,
    *selinux.CHECKS,
    *services.CHECKS,
    *application.CHECKS,
    *nginx.CHECKS,
    *network.CHECKS,
    *certificates.CHECKS,
)
