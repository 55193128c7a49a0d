"""Why a picture is not taken, in words for the person who sent it."""

from __future__ import annotations

from django.utils.translation import gettext as _


class PictureRefused(Exception):
    """The file is not taken, and nothing of it was kept. The text of the error may be shown to anybody."""


class FileTooLarge(PictureRefused):
    """More bytes than a picture may have."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(_("The file is larger than %(limit)s MB.") % {"limit": limit // 1000000})


class NotPngOrJpeg(PictureRefused):
    """The content is something else, whatever the file is called."""

    def __init__(self) -> None:
        super().__init__(_("The file is neither a PNG nor a JPEG picture."))


class TooManyPixels(PictureRefused):
    """The header announces more than a picture may have."""

    def __init__(self, width: int, height: int, allowed: str) -> None:
        self.width = width
        self.height = height
        super().__init__(
            _("The picture is %(width)s x %(height)s pixels; %(allowed)s are allowed.")
            % {"width": width, "height": height, "allowed": allowed}
        )


class PictureDamaged(PictureRefused):
    """The file is cut off or broken. `reason` says where."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(_("The picture is damaged: %(reason)s.") % {"reason": reason})


class UnsupportedKind(PictureRefused):
    """A PNG or JPEG of a kind that browsers cannot show either."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            _("This kind of picture cannot be used: %(kind)s. Save it as an ordinary PNG or JPEG.") % {"kind": kind}
        )
