import dataclasses
import json

from deploy.doctor.checks import ALL
from deploy.doctor.examination import examine
from deploy.doctor.findings import Check, Patient, Status, fail, ok
from deploy.doctor.options import run
from tests.deploy.doctor.recorded import Recorded

OPTIONS = {"list": False, "fix": False, "only": (), "skip": (), "bundle": None, "record": False, "json": False}


def test_nothing_is_wrong_with_a_good_machine():
    results = examine(Patient(Recorded()), ALL)

    assert [
        (one.check.id, str(one.finding.status), one.finding.found) for one in results if one.finding.status != "ok"
    ] == []


def test_looking_changes_nothing():
    machine = Recorded()

    examine(Patient(machine), ALL)

    changing = {"start", "stop", "restart", "reload", "enable", "disable", "apply", "chmod", "chown", "-i", "-RF", "-P"}
    assert [one for one in machine.commands if changing & set(one)] == []


def test_every_check_has_an_id_of_its_own_and_comes_after_its_causes():
    seen: list[str] = []
    for check in ALL:
        assert check.id not in seen
        assert set(check.after) <= set(seen), check.id
        assert check.why.endswith(".")
        seen.append(check.id)


def test_what_hangs_on_a_failure_is_not_told_as_another_failure():
    looked = []

    def check(name, finding, after=()):
        return Check(id=name, title=name, why="So.", after=after, look=lambda _: looked.append(name) or finding)

    checks = [
        check("a", fail("x", "y")),
        check("b", ok("z"), after=("a",)),
        check("c", ok("z"), after=("b",)),
        check("d", ok("z")),
    ]

    results = examine(Patient(Recorded()), checks)

    assert looked == ["a", "d"]
    assert [(one.finding.status, one.finding.found) for one in results[1:3]] == [
        (Status.UNKNOWN, "not looked at: see a"),
        (Status.UNKNOWN, "not looked at: see b"),
    ]


def test_a_check_that_stumbles_is_no_failure_and_stops_no_other():
    def stumble(_):
        raise RuntimeError("oh")

    checks = [
        Check(id="a", title="a", why="So.", look=stumble),
        Check(id="b", title="b", why="So.", look=lambda _: ok("z")),
    ]

    first, second = examine(Patient(Recorded()), checks)

    assert (first.finding.status, first.finding.found) == (
        Status.UNKNOWN,
        "the check itself stumbled: RuntimeError: oh",
    )
    assert second.finding.status is Status.OK


def test_settings_that_cannot_be_read_are_one_failure():
    machine = Recorded()
    machine.files["/etc/cataloro/cataloro.toml"] = 'address = "markt.test"\ncolour = "red"\n'

    results = examine(Patient(machine), ALL)

    assert [one.check.id for one in results if one.finding.status is Status.FAIL] == ["configuration"]
    assert "line 2, colour" in next(one for one in results if one.check.id == "configuration").finding.found


def test_the_object_for_programs_is_as_the_contract_has_it():
    said = []

    status = run({**OPTIONS, "json": True}, say=said.append, machine=Recorded())

    (line,) = said
    checks = json.loads(line)["checks"]
    assert status == 0
    assert [one["id"] for one in checks] == [check.id for check in ALL]
    assert {tuple(one) for one in checks} == {("id", "title", "status", "found", "mend")}


def test_the_exit_status_tells_failures_from_what_should_be_looked_after():
    machine = Recorded()
    machine.programs["timedatectl"] = dataclasses.replace(machine.programs["timedatectl"], out="NTPSynchronized=no\n")
    said = []
    assert run(OPTIONS, say=said.append, machine=machine) == 0
    assert said[-1] == f"{len(ALL)} looked at: {len(ALL) - 1} ok, 1 to look after, 0 failed, 0 could not be looked at"
    machine.files["/proc/101/environ"] = "SITE_URL=http://203.0.113.5\0"
    assert run(OPTIONS, say=said.append, machine=machine) == 1


def test_some_checks_alone_or_left_out():
    said = []
    run(
        {**OPTIONS, "json": True, "only": ("os", "glibc", "disk"), "skip": ("disk",)},
        say=said.append,
        machine=Recorded(),
    )

    assert [one["id"] for one in json.loads(said[0])["checks"]] == ["os", "glibc"]
