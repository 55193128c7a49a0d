import json
import tarfile

from deploy.doctor.checks import ALL
from deploy.doctor.examination import examine
from deploy.doctor.findings import Patient
from deploy.doctor.machine import Ran
from deploy.doctor.options import run
from deploy.doctor.report import record, redacted
from tests.deploy.doctor.recorded import TOML, Recorded

OPTIONS = {"list": False, "fix": False, "only": (), "skip": (), "bundle": None, "record": False, "json": False}


def test_a_bundle_has_what_a_helper_needs_and_no_secret(tmp_path):
    machine = Recorded(TOML + '[database]\nurl = "postgres://shop:open-sesame@db.test/shop"\n')
    machine.programs["journalctl"] = Ran(
        0, f"ann@home.test could not log in\nkey {'k' * 60}\nsmtp://u:correct-horse@x/\nTOKEN=abc\npostgres://a:b@c/d"
    )
    file = tmp_path / "bundle.tar.gz"

    run({**OPTIONS, "bundle": file, "json": True}, say=lambda _: None, machine=machine)

    with tarfile.open(file) as bundle:
        texts = {one.name: bundle.extractfile(one).read().decode() for one in bundle.getmembers()}
    everything = "\n".join(texts.values())
    assert file.stat().st_mode & 0o777 == 0o600
    assert {name.partition("/")[2] for name in texts} >= {"report.txt", "report.json", "nginx-T.txt", "journal-web.txt"}
    assert 'address = "markt.test"' in texts["cataloro-doctor/cataloro.toml"]
    for secret in ("correct-horse", "open-sesame", "k" * 60, "ann@home", "TOKEN=abc", "a:b@"):
        assert secret not in everything, secret
    assert "(somebody)@home.test could not log in" in everything


def test_only_what_is_secret_is_taken_out():
    text = 'host = "a"\npassword = "b"\nDATABASE_URL=c\nlisten 80;\n'

    assert redacted(text, []) == 'host = "a"\npassword = (taken out)\nDATABASE_URL=(taken out)\nlisten 80;\n'


def test_what_is_left_for_the_admin_takes_the_place_of_a_link_and_follows_none(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    (tmp_path / "doctor.json").symlink_to(elsewhere)
    results = examine(Patient(Recorded()), ALL[:2])

    record(results, tmp_path / "doctor.json", moment="2026-11-29T06:07:00+00:00")

    assert elsewhere.read_text() == "mine"
    assert not (tmp_path / "doctor.json").is_symlink()
    assert (tmp_path / "doctor.json").stat().st_mode & 0o777 == 0o644
    assert json.loads((tmp_path / "doctor.json").read_text())["at"] == "2026-11-29T06:07:00+00:00"
