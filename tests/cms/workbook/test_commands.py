import io
import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from cms.catalog.models import Category
from cms.workbook.reading.spool import parsed
from commerce.notifications.models import Notification
from tests.factories.goods import make_listing
from tests.factories.workbooks import make_xlsx

pytestmark = pytest.mark.django_db
GOOD = {"categories": [["slug", "name"], ["chairs", "Chairs"]]}
BAD = {"categories": [["slug", "name"], ["chairs", "Chairs"], ["Bad", None]]}


def run(*words):
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command(*map(str, words), stdout=out, stderr=err)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, out.getvalue(), err.getvalue()


def test_an_import_says_what_it_did(tmp_path):
    code, out, err = run("import_workbook", make_xlsx(tmp_path / "w.xlsx", GOOD))

    assert (code, err) == (0, "")
    assert out == "categories: 1 rows, 1 created, 0 updated, 0 unchanged, 0 refused\nTaken.\n"


def test_json_is_one_object_with_the_keys_of_the_contract(tmp_path):
    code, out, err = run("import_workbook", make_xlsx(tmp_path / "w.xlsx", BAD), "--json")

    assert code == 1
    assert json.loads(out) == {
        "sheets": {"categories": {"rows": 2, "created": 1, "updated": 0, "unchanged": 0, "refused": 1}},
        "errors": [
            {
                "sheet": "categories",
                "row": 3,
                "column": "slug",
                "value": "Bad",
                "message": "use small letters a-z, digits and single hyphens, at most 60 characters.",
            },
            {"sheet": "categories", "row": 3, "column": "name", "value": None, "message": "it is missing."},
        ],
        "applied": False,
        "invited": 0,
    }
    assert err.count("\n") == 2
    assert not Category.objects.exists()


def test_a_file_that_cannot_be_read_is_an_error_like_any_other(tmp_path):
    code, out, err = run("import_workbook", tmp_path / "none.xlsx", "--json")

    message = f"{tmp_path}/none.xlsx cannot be opened: No such file or directory."
    assert code == 1
    assert json.loads(out) == {
        "sheets": {},
        "errors": [{"sheet": None, "row": None, "column": None, "value": None, "message": message}],
        "applied": False,
        "invited": 0,
    }
    assert err == f"{message}\n"


@pytest.mark.parametrize(
    ("options", "code", "taken", "conclusion"),
    [
        (["--dry-run"], 1, 0, "A dry run: nothing was changed. Problems: 2."),
        (["--all-or-nothing"], 1, 0, "Nothing was changed. Problems: 2."),
        (["--skip-bad-rows"], 1, 1, "Taken, without the refused rows (2 problems)."),
    ],
)
def test_problems_are_told_and_counted(tmp_path, options, code, taken, conclusion):
    result = run("import_workbook", make_xlsx(tmp_path / "w.xlsx", BAD), *options)

    assert result[0] == code
    assert result[1].splitlines()[-1] == conclusion
    assert "sheet categories, row 3, name: it is missing." in result[2]
    assert Category.objects.count() == taken


def test_many_problems_are_cut_short(tmp_path):
    rows = [["slug", "name"], *[[f"c-{number}", None] for number in range(60)]]

    _, _, err = run("import_workbook", make_xlsx(tmp_path / "w.xlsx", {"categories": rows}))

    assert err.splitlines()[-1] == "… and 10 more. --report FILE.xlsx writes all of them beside their rows."


def test_new_people_who_may_log_in_are_invited_unless_it_is_a_dry_run(tmp_path):
    rows = [["email", "name", "status"], ["ada@example.org", "Ada", None], ["bob@example.org", "Bob", "suspended"]]
    path = make_xlsx(tmp_path / "w.xlsx", {"users": rows})

    _, dry, _ = run("import_workbook", path, "--dry-run", "--json")
    assert (json.loads(dry)["invited"], Notification.objects.count()) == (0, 0)
    _, out, _ = run("import_workbook", path)
    _, again, _ = run("import_workbook", path, "--json")

    assert out.splitlines()[-1] == "Invited by mail to choose a password: 1."
    assert json.loads(again)["invited"] == 0
    assert [(one.kind, one.recipient.email) for one in Notification.objects.all()] == [
        ("account-invited", "ada@example.org")
    ]


@pytest.mark.parametrize(
    ("report", "message"),
    [
        ("report.xls", "the name must end in .xlsx"),
        ("none/report.xlsx", "nothing can be written into"),
        ("w.xlsx", "would overwrite the workbook itself"),
    ],
)
def test_wrong_use_of_report_is_told_before_anything_is_done(tmp_path, report, message):
    path = make_xlsx(tmp_path / "w.xlsx", GOOD)

    with pytest.raises(CommandError, match=message) as error:
        run("import_workbook", path, "--report", tmp_path / report)

    assert error.value.returncode == 2
    assert not Category.objects.exists()


def test_an_export_writes_the_sheets_asked_for(tmp_path):
    make_listing()

    code, out, _ = run("export_workbook", tmp_path / "out.xlsx", "--sheets", "listings,categories", "--json")

    assert code == 0
    assert json.loads(out) == {"sheets": {"listings": 1, "categories": 1}}
    with parsed(tmp_path / "out.xlsx") as workbook:
        assert [one.name for one in workbook.sheets] == ["listings", "categories"]


def test_an_export_says_what_it_wrote(tmp_path):
    _, out, _ = run("export_workbook", tmp_path / "out.xlsx", "--sheets", "users")

    assert out == f"users: 0 rows\nWritten to {tmp_path}/out.xlsx.\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["out.csv"], "the name must end in .xlsx"),
        (["none/out.xlsx"], "nothing can be written into"),
        (["out.xlsx", "--sheets", "goods"], "there is no sheet goods. Known are categories, users, listings, pages"),
    ],
)
def test_wrong_use_of_an_export_is_told(tmp_path, words, message):
    with pytest.raises(CommandError, match=message) as error:
        run("export_workbook", tmp_path / words[0], *words[1:])

    assert error.value.returncode == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words", [["import_workbook"], ["import_workbook", "a", "--dry"], ["export_workbook", "a", "b"]]
)
def test_wrong_words_end_with_two(words):
    answer = subprocess.run([sys.executable, "manage.py", *words, "--nonsense"], capture_output=True, check=False)

    assert answer.returncode == 2
    assert answer.stdout == b""


@pytest.mark.parametrize("command", ["import_workbook", "export_workbook"])
def test_help_names_every_option(command):
    text = subprocess.run([sys.executable, "manage.py", command, "--help"], capture_output=True, text=True, check=True)

    options = {"import_workbook": "--dry-run --photos --report --all-or-nothing --skip-bad-rows --allow-staff --json"}
    for option in options.get(command, "--sheets --json").split():
        assert option in text.stdout
    assert "Exit" in text.stdout
