import re
from dataclasses import fields

from cms.config.environment import BASE_DIR
from deploy.configuration import Limits, Mail, Memory, Processes, Tls
from deploy.server.__main__ import COMMANDS

SECTION = (BASE_DIR / "docs/reference.md").read_text().partition("\n## Server\n")[2].partition("\n## ")[0]


def test_every_command_of_the_server_is_in_the_reference_and_no_other():
    named = set()
    for row in re.findall(r"^\| (`[a-z].*?) \|", SECTION, re.MULTILINE):
        named |= {code.split()[0] for code in re.findall(r"`([^`]+)`", row)}

    assert named - {"cataloro"} == set(COMMANDS)


def test_every_key_of_the_configuration_is_in_the_reference_with_its_default():
    for record in (Tls, Mail, Limits, Processes, Memory):
        row = re.search(rf"^\| `\[{record.__name__.lower()}\]` \|(.*)", SECTION, re.MULTILINE).group(1)
        for one in fields(record):
            assert f"`{one.name}`" in row, (record, one.name)
            if isinstance(one.default, int) and not isinstance(one.default, bool):
                assert f"`{one.name}` ({one.default})" in row
