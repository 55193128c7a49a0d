"""What can go wrong between the database and the served files, in words for the person who published."""

from __future__ import annotations


class PublishError(Exception):
    """Base of everything that stops a publication. The live site stays as it is."""


# Theme


class ThemeError(PublishError):
    """The theme cannot be used as it stands."""


class DynamicTemplateName(ThemeError):
    """A template includes another by a name known only at run time, which cannot be tracked."""

    def __init__(self, template: str) -> None:
        self.template = template
        super().__init__(f"{template} includes a template by a computed name; write the name out")

    def __reduce__(self) -> tuple[type[DynamicTemplateName], tuple[str]]:
        """Cross the border between processes whole."""
        return type(self), (self.template,)


class UnknownAsset(ThemeError):
    """A template or style sheet names a file that is not in the theme's assets folder."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"the theme has no asset {name!r}")

    def __reduce__(self) -> tuple[type[UnknownAsset], tuple[str]]:
        """Cross the border between processes whole."""
        return type(self), (self.name,)


class RenderFailed(PublishError):
    """A page could not be rendered: names the page, the template and the line."""

    def __init__(self, path: str, template: str, line: int | None, reason: str) -> None:
        self.path = path
        self.template = template
        self.line = line
        self.reason = reason
        where = f"{template}, line {line}" if line else template
        super().__init__(f"{path} could not be rendered ({where}): {reason}")

    def __reduce__(self) -> tuple[type[RenderFailed], tuple[str, str, int | None, str]]:
        """Cross the border between processes whole."""
        return type(self), (self.path, self.template, self.line, self.reason)


# Checks


class ReleaseRefused(PublishError):
    """The finished tree would show something it must not, or links to what is not there.

    `findings` are (page, what is wrong), the first of them all in the message.
    """

    SHOWN = 10

    def __init__(self, findings: list[tuple[str, str]]) -> None:
        self.findings = findings
        lines = [f"{page}: {what}" for page, what in findings[: self.SHOWN]]
        more = len(findings) - self.SHOWN
        if more > 0:
            lines.append(f"and {more} more")
        super().__init__("the new release was refused, the live site stays:\n  " + "\n  ".join(lines))

    def __reduce__(self) -> tuple[type[ReleaseRefused], tuple[list[tuple[str, str]]]]:
        """Cross the border between processes whole."""
        return type(self), (self.findings,)


# Releases


class NoSuchRelease(PublishError):
    """There is no such release to go back to."""


class StateUnusable(PublishError):
    """The memory between builds is missing or cannot be read: a full build makes a new one."""


class PublisherBusy(PublishError):
    """Another publisher holds the build folder and did not answer in time."""


class Stopped(PublishError):
    """The publisher was asked to end while it built; the release was dropped."""


class TwoOutputsOneFile(PublishError):
    """Two pages want the same file: a listing changed its category while it was read, or a rule is wrong."""


class ComparisonUnfinished(PublishError):
    """People changed things during each comparison: what is new cannot be told from what is wrong."""

    def __init__(self, tries: int) -> None:
        self.tries = tries
        super().__init__(
            f"changes came in during each of {tries} comparisons, so the comparison could not be finished. "
            "That does not mean that anything is wrong: try again at a quieter time"
        )

    def __reduce__(self) -> tuple[type[ComparisonUnfinished], tuple[int]]:
        """Cross the border between processes whole."""
        return type(self), (self.tries,)


class CannotWrite(PublishError):
    """The build folder cannot be written: full, read-only, or not ours."""
