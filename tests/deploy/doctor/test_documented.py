"""docs/operations.md names checks, units and settings that there are."""

import re
from dataclasses import fields

from cms.config.environment import BASE_DIR
from deploy.configuration import Limits, Mail, Memory, Paths, Processes, Tls
from deploy.doctor.checks import ALL
from deploy.rendered_files import FILES

TEXT = (BASE_DIR / "docs" / "operations.md").read_text()


def test_what_could_not_be_proven_has_checks_that_there_are():
    table = TEXT.partition("## What could not be proven here")[2]
    named = {
        one
        for line in table.splitlines()
        if line.count("|") == 4
        for one in re.findall(r"`([a-z-]+)`", line.split("|")[3])
    }

    assert len(named) > 15
    assert named <= {check.id for check in ALL}


def test_every_key_of_the_configuration_is_named():
    table = TEXT.partition("| part | keys |")[2].partition("\n\n")[0]
    rows = {line.split("|")[1].strip(" `[]"): line for line in table.splitlines() if line.startswith("| `[")}

    assert set(rows) == {"tls", "mail", "limits", "processes", "memory", "database", "paths"}
    for record in (Tls, Mail, Limits, Processes, Memory):
        assert [one.name for one in fields(record) if f"`{one.name}`" not in rows[record.__name__.lower()]] == []
    assert len(fields(Paths)) > 5


def test_every_unit_that_runs_or_is_due_is_explained():
    table = TEXT.partition("| unit | does |")[2].partition("\n\n")[0]
    units = {
        re.sub(r"\.service$", "", one.target.rpartition("/")[2]) for one in FILES if "{units}/cataloro" in one.target
    }

    wanted = {
        name for name in units if name.endswith(".timer") or not re.search(r"backup|doctor|certificates|target", name)
    }
    assert [name for name in wanted - {"cataloro-web"} if f"`{name}`" not in table] == []
