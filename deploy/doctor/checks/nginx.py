"""Nginx: whether it takes its configuration, runs with ours, and whether it is really us who answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus

from deploy.doctor.findings import Check, Finding, Patient, fail, last_lines, ok, unknown
from deploy.doctor.nginx_dump import Directive, addresses_of, all_named, directives_of, files_of

FILE = "conf.d/00-cataloro.conf"
RELOAD = ("systemctl", "reload", "nginx.service")
_PLACE = r" in (?P<place>\S+:\d+)"
_COMPLAINTS = (
    (
        r"a duplicate default server for (?P<what>\S+)" + _PLACE,
        "two servers want to be the default one for {what}; the second stands in {place}",
        "take the word default_server out of {place}: it must stand in " + FILE + " alone",
    ),
    (
        r'"(?P<what>\w+)" directive is not allowed here' + _PLACE,
        "“{what}” stands outside of http {{ }} in {place}",
        "in /etc/nginx/nginx.conf move the line `include …/conf.d/*.conf;` into http {{ }}",
    ),
    (
        r'unknown directive "(?P<what>[^"]+)"' + _PLACE,
        "this Nginx does not know “{what}” ({place})",
        "dnf module enable nginx:1.24, dnf upgrade nginx; or take it out, if it is not of the shop",
    ),
    (
        r'PrivateKey\("(?P<what>[^"]+)"\) failed.*key values mismatch',
        "the key {what} does not belong to the certificate",
        "put the two that belong together where [tls] of cataloro.toml names them, then: cataloro apply",
    ),
    (
        r'cannot load certificate(?: key)? "(?P<what>[^"]+)"',
        "the certificate or key {what} cannot be read",
        "cataloro apply puts one there, cataloro tls gets the real one; what [tls] names you put there yourself",
    ),
    (
        r"(?P<what>bind\(\) to \S+ failed)",
        "{what}: another program has that port",
        "the check “ports” says which one",
    ),
)
_PARTS = re.compile(r"[\"'(](/(?:assets|photos)/[\w./-]+\.\w+)[\"')]")
_MOST_PARTS = 30
_OLD_ANSWERS = (r"AlmaLinux|Test Page for the|Welcome to nginx", r"Apache|It works!")


def _dump(patient: Patient) -> str | None:
    said = patient.run("nginx", "-T")
    return said.out if not said.code else None


def _test(patient: Patient) -> Finding:
    said = patient.run("nginx", "-t")
    if said.is_missing:
        return unknown("there is no Nginx, or it takes root")
    if not said.code:
        return ok("it takes the configuration")
    for pattern, found, mend in _COMPLAINTS:
        if complaint := re.search(pattern, said.said):
            words = complaint.groupdict()
            return fail(found.format(**words), mend.format(**words))
    return fail(last_lines(said.said, 2), "the line says which file Nginx minds; cataloro apply makes ours anew")


def _runs_ours(patient: Patient) -> Finding:
    configuration = patient.configuration
    dump = _dump(patient)
    if dump is None:
        return unknown("nginx -T says nothing")
    ours = str(configuration.paths.nginx / FILE)
    if ours not in files_of(dump):
        return fail(
            f"{ours} is not read",
            f"in http {{ }} of {configuration.paths.nginx}/nginx.conf must stand: include {ours};",
        )
    answer = patient.machine.ask("/.well-known/cataloro-probe", host=configuration.host, tls=configuration.is_https)
    wanted = f"{configuration.install_id} {configuration.fingerprint}"
    known = answer.body.split()
    if known[:1] == [configuration.install_id] and answer.body.strip() != wanted:
        return fail("it runs with settings from before the last change", " ".join(RELOAD), RELOAD)
    return ok("it has read the file of the shop")


def _default_server(patient: Patient) -> Finding:
    configuration = patient.configuration
    dump = _dump(patient)
    if dump is None:
        return unknown("nginx -T says nothing")
    ours = str(configuration.paths.nginx / FILE)
    servers = list(all_named(directives_of(dump), "server"))
    wanted = {address for one in servers if one.file == ours and one.block for address in addresses_of(one)}
    ports = {address.rpartition(":")[2] for address in wanted}
    for server in servers:
        if server.file == ours or not server.block:
            continue
        names = {name for one in server.own("server_name") for name in one.arguments}
        for address, is_default in addresses_of(server).items():
            host, _, port = address.rpartition(":")
            if address in wanted and is_default:
                return fail(
                    f"{server.place} is the default server of {address}",
                    f"take the word default_server out of {server.place}, then: {' '.join(RELOAD)}",
                )
            if address in wanted and configuration.host in names:
                return fail(
                    f"{server.place} has the name {configuration.host}, too",
                    f"remove that server, or its name, then: {' '.join(RELOAD)}",
                )
            if port in ports and host not in ("*", "[::]") and not host.startswith(("127.", "[::1]")):
                return fail(
                    f"{server.place} listens on {address}, which comes before all others there",
                    f"remove that server, or let it listen on another port, then: {' '.join(RELOAD)}",
                )
            if address not in wanted and port in ports and is_default and host in ("*", "[::]"):
                return fail(
                    f"{server.place} answers at {address}, where the shop does not listen",
                    "cataloro apply, which lets the shop listen there as well",
                )
    return ok(f"the shop's, at {', '.join(sorted(wanted))}")


def _probe(patient: Patient) -> Finding:
    configuration = patient.configuration
    for address in ("127.0.0.1", "::1"):
        answer = patient.machine.ask(
            "/.well-known/cataloro-probe", host=configuration.host, address=address, tls=configuration.is_https
        )
        if not answer.status and address == "::1" and _no_ipv6(answer.error):
            continue
        if answer.body.split()[:1] != [configuration.install_id]:
            who = next((one for one in _OLD_ANSWERS if re.search(one, answer.body)), "")
            what = f"status {answer.status}" if answer.status else answer.error
            page = " (a page of another program or of the distribution)" if who else ""
            return fail(
                f"at {address} somebody else answers for {configuration.host}: {what}{page}",
                "the checks “default-server” and “ports” say who; then: " + " ".join(RELOAD),
                RELOAD,
            )
    stranger = patient.machine.ask("/", host="a-stranger.invalid")
    if stranger.status:
        return fail(
            f"a request for a foreign host is answered with {stranger.status}",
            "the check “default-server” says by whom; cataloro apply",
        )
    return ok(f"it is this shop that answers for {configuration.host}, and nobody for others")


def _home_page(patient: Patient) -> Finding:
    """As a visitor's browser fetches it: the page, then the styles, scripts and photos that it names."""
    configuration = patient.configuration
    page = patient.machine.ask("/", host=configuration.host, tls=configuration.is_https)
    mend = (
        "files of the site that Nginx may not read, or that were cut off: in the admin Database → Health → Build the "
        f"site anew; namei -l {configuration.paths.build}/live/index.html.gz shows who may read it"
    )
    if page.status != HTTPStatus.OK:
        return fail(f"the home page answers {page.status} {page.error}".strip(), mend)
    if "</html>" not in page.body:
        return fail(f"the home page is empty or cut off ({len(page.body)} characters)", mend)
    parts = list(dict.fromkeys(_PARTS.findall(page.body)))
    for part in parts[:_MOST_PARTS]:
        answer = patient.machine.ask(part, host=configuration.host, tls=configuration.is_https)
        if answer.status != HTTPStatus.OK or not answer.body:
            return fail(f"the home page names {part}, which answers {answer.status} {answer.error}".strip(), mend)
    return ok(f"visitors get it, and the {len(parts[:_MOST_PARTS])} files it names")


def _no_ipv6(error: str) -> bool:
    return "Cannot assign requested address" in error or "not supported" in error or "unreachable" in error


def _ports(patient: Patient) -> Finding:
    said = patient.run("ss", "-Hltnp")
    if said.code:
        return unknown(f"ss could not be asked: {last_lines(said.said)}")
    wanted = ("80", "443") if patient.configuration.is_https else ("80",)
    holders: dict[str, set[str]] = {port: set() for port in wanted}
    for line in said.out.splitlines():
        columns = line.split()
        port = columns[3].rpartition(":")[2] if len(columns) > 3 else ""  # noqa: PLR2004 (the fourth is the address)
        if port in holders:
            holders[port] |= set(re.findall(r'\("([^"]+)"', line)) or {"?"}
    for port, names in holders.items():
        if not names:
            return fail(
                f"nobody listens on port {port}",
                "systemctl start nginx; nginx -t",
                ("systemctl", "start", "nginx.service"),
            )
        if others := names - {"nginx", "?"}:
            other = min(others)
            return fail(
                f"{other} has port {port}",
                f"systemctl disable --now {other} (if you do not need it), systemctl restart nginx",
            )
    return ok(f"Nginx has {' and '.join(wanted)}")


def _upgrade_headers(patient: Patient) -> Finding:
    """The app speaks no other protocol: with these headers a server for apps answers “Unsupported upgrade request”."""
    dump = _dump(patient)
    if dump is None:
        return unknown("nginx -T says nothing")
    ours = str(patient.configuration.paths.nginx / FILE)
    for one in _that_reach_the_app(directives_of(dump), ours):
        return fail(
            f"{one.place} hands on {' '.join(one.arguments)}",
            f"remove that line; if it stands in {ours}, cataloro apply makes the file anew",
        )
    return ok("no request asks the app for another protocol")


def _that_reach_the_app(directives: tuple[Directive, ...], ours: str) -> Iterator[Directive]:
    for one in all_named(directives, "proxy_set_header"):
        name = one.arguments[0].lower() if one.arguments else ""
        value = " ".join(one.arguments[1:]).lower()
        if one.file == ours and (name == "upgrade" or (name == "connection" and value)):
            yield one


def _through(patient: Patient) -> Finding:
    configuration = patient.configuration
    answer = patient.machine.ask("/healthz", host=configuration.host, tls=configuration.is_https)
    if answer.status == HTTPStatus.OK:
        return ok("it answers")
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE and "Retry-After" in answer.headers:
        return fail("the shop is closed for maintenance", f"rm {configuration.paths.maintenance_flag}, when it is over")
    if answer.status == HTTPStatus.BAD_GATEWAY:
        return fail(
            "Nginx answers 502, and the app answers when it is asked itself",
            "with SELinux: semodule -i /etc/cataloro/cataloro.cil; the error log of Nginx has the reason",
        )
    return fail(f"status {answer.status} {answer.error}".strip(), "the error log of Nginx has the reason")


CHECKS = (
    Check(
        id="nginx-test",
        title="Configuration of Nginx",
        why="With a mistake in any file Nginx does not start at all.",
        look=_test,
        after=("nginx-version",),
    ),
    Check(
        id="ports",
        title="Who has the ports",
        why="Only one program can listen on a port.",
        look=_ports,
        after=("configuration",),
    ),
    Check(
        id="nginx-ours",
        title="Nginx with our settings",
        why="A file that is not included, or not reloaded, has no effect.",
        look=_runs_ours,
        after=("configuration", "nginx-test"),
    ),
    Check(
        id="default-server",
        title="Default server",
        why="Who is the default one, or more exact, answers instead of the shop.",
        look=_default_server,
        after=("configuration", "nginx-test"),
    ),
    Check(
        id="upgrade-headers",
        title="Headers for another protocol",
        why="The app refuses such a request.",
        look=_upgrade_headers,
        after=("configuration", "nginx-test"),
    ),
    Check(
        id="probe",
        title="Who answers",
        why="Files can be right and somebody else answers.",
        look=_probe,
        after=("configuration", "nginx-test", "default-server", "ports", "nginx-ours"),
    ),
    Check(
        id="home-page",
        title="Home page",
        why="Files can be there, and visitors are refused them all the same.",
        look=_home_page,
        after=("configuration", "probe", "build", "assets", "labels"),
    ),
    Check(
        id="through-nginx",
        title="App through Nginx",
        why="Both can be well and not reach each other.",
        look=_through,
        after=("configuration", "app", "probe", "app-rule"),
    ),
)
