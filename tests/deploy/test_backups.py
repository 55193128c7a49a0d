from datetime import UTC, datetime, timedelta

from deploy.server.backups import remove_old, to_keep

NOW = datetime(2026, 11, 29, 3, 17, tzinfo=UTC)


def test_of_a_year_of_nights_a_week_of_days_four_weeks_and_six_months_stay():
    nights = [NOW - timedelta(days=days) for days in range(365)]

    kept = sorted(to_keep(nights), reverse=True)

    assert [moment.strftime("%m-%d") for moment in kept] == [
        *("11-29", "11-28", "11-27", "11-26", "11-25", "11-24", "11-23"),
        *("11-22", "11-15", "11-08"),
        *("10-31", "09-30", "08-31", "07-31", "06-30"),
    ]


def test_of_one_day_the_newest_stays_and_what_people_named_is_left_alone(tmp_path):
    for name in ("2026-11-29-031700", "2026-11-29-120000", "2026-11-29-110000-before-0.2.0", "mine"):
        (tmp_path / f"cataloro-{name}.zip").touch()
        (tmp_path / f"cataloro-{name}.settings.tar").touch()

    removed = remove_old(tmp_path)

    assert [file.name for file in removed] == ["cataloro-2026-11-29-031700.zip"]
    assert len(list(tmp_path.iterdir())) == 6
