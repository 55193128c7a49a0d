import pytest
from django.conf import settings
from django.core.management import call_command

from cms.pictures.derivatives import write_derivatives
from cms.pictures.intake import take_picture
from deploy.nginx.compare import Question, Server, differences, questions_about, static_addresses
from tests.factories.goods import corners_image, jpeg, make_category, make_listing, make_photo
from tests.factories.pages import make_page
from tests.nginx.conftest import free_port, gunicorn, running_nginx

pytestmark = [pytest.mark.nginx, pytest.mark.django_db(transaction=True)]


def make_shop():
    """A little of everything that has an address."""
    bikes = make_category("Bikes", slug="bikes")
    road = make_category("Road bikes", slug="road", parent=bikes)
    photo = take_picture(jpeg(corners_image(640, 480)))
    photo.widths = list(write_derivatives(photo))
    photo.save()
    make_photo(make_listing(title="Red bike", category=road), picture=photo)
    for number in range(3):
        make_listing(title=f"Blue bike {number}", category=bikes)
    make_page(title="About", slug="about")


def test_both_servers_agree_on_what_the_generator_made(nginx, tmp_path):
    make_shop()
    call_command("publish", full=True, verbosity=0)
    build, media = settings.BUILD_DIR, settings.MEDIA_DIR
    port = free_port()
    socket_path = tmp_path / "app.sock"
    with (
        gunicorn(bind=f"unix:{socket_path}", build=build, media=media, env="test"),
        gunicorn(bind=f"127.0.0.1:{port}", build=build, media=media, env="development"),
        running_nginx(
            nginx, build=build, media=media, run_dir=tmp_path / "nginx", upstream=f"unix:{socket_path}"
        ) as address,
        Server(address) as first,
        Server(f"http://127.0.0.1:{port}") as second,
    ):
        addresses = set(static_addresses(build_dir=build, media_dir=media))
        found = [
            str(difference)
            for path in sorted(addresses)
            for difference in differences(first, second, questions_about(path, asking=first))
        ]
        missing = [path for path in sorted(addresses) if first.ask(Question(path, "HEAD")).status != 200]

    assert {"/", "/about", "/listings", "/category/bikes/road", "/sitemap.xml", "/feed.xml"} <= addresses
    assert any(path.startswith("/photos/") for path in addresses)
    assert (found, missing) == ([], [])
