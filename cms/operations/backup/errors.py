"""What stops a backup or a restoration, in words."""


class BackupProblem(Exception):
    """The message says what is wrong, and what helps."""


class DamagedBackup(BackupProblem):
    """The file is no whole backup. Nothing was touched."""


class RestoreRefused(BackupProblem):
    """It may not be restored here, or not now. Nothing was touched."""
