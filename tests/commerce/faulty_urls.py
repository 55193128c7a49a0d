"""One view that fails, for the page that is shown then."""

from django.urls import path

handler500 = "commerce.themed.failed"


def fail(request):
    raise LookupError("secret detail")


urlpatterns = [path("fault", fail)]
