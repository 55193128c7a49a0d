import re
from pathlib import Path

import pytest

from cms.contract.addresses import APP_PATHS
from cms.contract.serving import STATIC_KINDS
from deploy.nginx.render import NginxSettings, render_main, render_site, rewritten, write_configuration


def settings(**changes):
    values = {
        "host": "shop.example",
        "build_dir": Path("/srv/shop/build"),
        "media_dir": Path("/srv/shop/media"),
        "build_encoding": "gzip",
        "listen": ("127.0.0.1:8080", "[::1]:8080"),
        "upstream": "unix:/run/app.sock",
        "run_dir": Path("/srv/shop/nginx"),
    }
    return NginxSettings(**(values | changes))


def test_every_kind_of_the_table_has_its_location():
    text = render_site(settings())

    for kind in STATIC_KINDS:
        assert f'location ~ "^(?:{kind.pattern})$" {{' in text
        assert f'add_header Cache-Control "{kind.cache}";' in text


def test_every_path_of_the_app_goes_to_the_app():
    text = render_site(settings())

    listed = re.search(r'location ~ "\^/\(\?:(.*)\)\(\?:/\|\$\)" \{', text)

    assert listed is not None
    assert listed[1].replace("\\", "").split("|") == list(APP_PATHS)


def test_settings_are_where_they_belong():
    text = render_site(settings())

    assert "listen 127.0.0.1:8080;\n    listen [::1]:8080;" in text
    assert "server_name shop.example;" in text
    assert "server unix:/run/app.sock fail_timeout=0;" in text
    assert "root /srv/shop/build/live;" in text
    assert "root /srv/shop/media;" in text
    assert "access_log off;" in text


def test_visits_are_logged_for_the_counting_when_wanted():
    text = render_site(settings(access_log="/var/log/shop.json"))

    assert "access_log /var/log/shop.json cataloro;" in text
    assert re.findall(r'"(\w+)":', text.partition("log_format")[2].partition(";")[0]) == [
        "time",
        "method",
        "host",
        "uri",
        "status",
        "bytes",
        "referrer",
        "agent",
        "addr",
        "duration",
        "staff",
    ]
    assert "map $cookie_cataloro_staff $cataloro_staff {\n    default 0;\n    1 1;\n}" in text


@pytest.mark.parametrize(
    ("encoding", "always", "beside", "unzips"), [("gzip", True, True, True), ("both", False, True, False)]
)
def test_files_are_looked_for_as_they_were_built(encoding, always, beside, unzips):
    text = render_site(settings(build_encoding=encoding))

    assert ("gzip_static always;" in text, "gzip_static on;" in text, "gunzip on;" in text) == (always, beside, unzips)


def test_a_plain_build_is_sent_plain():
    page = render_site(settings(build_encoding="plain")).partition("# page\n")[2].partition("}\n\n")[0]

    assert "gzip" not in page
    assert "Vary" not in page


def test_a_whole_configuration_keeps_to_its_folder(tmp_path):
    main = write_configuration(settings(run_dir=tmp_path), folder=tmp_path)

    assert main == tmp_path / "nginx.conf"
    assert (tmp_path / "cataloro.conf").read_text() == render_site(settings(run_dir=tmp_path))
    assert set(re.findall(r"(/\S+?)/(?:body|fastcgi|proxy|scgi|uwsgi|nginx.pid)", main.read_text())) == {str(tmp_path)}


def test_root_may_name_whom_nginx_becomes():
    assert "user nginx;" in render_main(settings(user="nginx"))
    assert "user " not in render_main(settings())


def test_the_file_of_a_kind_in_nginxs_words():
    assert {kind.name: rewritten(kind) for kind in STATIC_KINDS if kind.name in ("front", "page", "feed")} == {
        "front": "/index.html",
        "feed": "$uri",
        "page": "$uri.html",
    }
