"""Looks at one thing after the other, causes first, and has mended what can be mended safely."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deploy.configuration_file import ConfigurationRefused
from deploy.doctor.findings import Check, Finding, Patient, Status, unknown


@dataclass(frozen=True, slots=True)
class Result:
    """A check and what it found; `mended` after a repair that helped."""

    check: Check
    finding: Finding
    mended: bool = False


def examine(
    patient: Patient,
    checks: Sequence[Check],
    *,
    fix: bool = False,
    tell: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """What every check found, in order; `tell` hears of each as soon as it is known."""
    results: list[Result] = []
    broken: set[str] = set()
    for check in checks:
        causes = [one for one in check.after if one in broken]
        if causes:
            result = Result(check, unknown(f"not looked at: see {', '.join(causes)}"))
            broken.add(check.id)
        else:
            result = Result(check, _look(check, patient))
            if fix and result.finding.commands:
                result = _mend(result, patient)
            if result.finding.status is Status.FAIL:
                broken.add(check.id)
        results.append(result)
        tell(result)
    return results


def _look(check: Check, patient: Patient) -> Finding:
    try:
        return check.look(patient)
    except ConfigurationRefused:
        return unknown("not looked at: the settings cannot be read (see configuration)")
    except Exception as error:  # noqa: BLE001 (a check that stumbles must not keep the others from being done)
        return unknown(f"the check itself stumbled: {type(error).__name__}: {error}")


def _mend(result: Result, patient: Patient) -> Result:
    for command in result.finding.commands:
        done = patient.machine.run(*command, seconds=900)
        if done.code:
            words = f"{result.finding.found}. The repair failed: {' '.join(command)}: {done.said[-300:]}"
            finding = Finding(result.finding.status, words, result.finding.mend)
            return Result(result.check, finding)
    patient.forget()
    again = _look(result.check, patient)
    if again.status in (Status.OK, Status.WARN):
        return Result(
            result.check, Finding(again.status, f"mended; before: {result.finding.found}", again.mend), mended=True
        )
    return Result(result.check, Finding(again.status, f"{again.found} (a repair did not help)", again.mend))
