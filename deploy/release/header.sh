#!/usr/bin/env bash
# Cataloro @VERSION@ in one file: this script, and behind its last line an archive with the program and all it needs.
# `bash cataloro-@VERSION@.run help` says what it does. It needs bash, tar and dnf, no Python.
set -euo pipefail

version='@VERSION@'
payload_sha256='@PAYLOAD_SHA256@'
payload_bytes='@PAYLOAD_BYTES@'
header_bytes='@HEADER_BYTES@'

root=${CATALORO_ROOT:-} # For rehearsals: everything happens below this folder.
self=$(readlink -f "$0")
release=$root/opt/cataloro/releases/$version
configuration=$root/etc/cataloro/cataloro.toml
log=$root/var/log/cataloro/install.log
run=$root/run/cataloro-install
packages=(nginx python3.12 postgresql-server policycoreutils policycoreutils-python-utils openssl tar logrotate chrony)
streams=(nginx:1.24 postgresql:16)
needed_megabytes=3000

say() { printf '%s\n' "$*"; }
fail() {
    printf '\nStopped: %s\n' "$*" >&2
    exit 1
}
step() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*"; }

usage() {
    cat <<HELP
Cataloro $version

  bash $(basename "$0") install   puts the shop on this server, or goes on where an earlier attempt stopped
  bash $(basename "$0") upgrade   makes this version the one that runs; goes back by itself when it does not work
  bash $(basename "$0") verify    checks that this file is whole
  bash $(basename "$0") unpack DIR   unpacks it there, and nothing else

Answers to the questions of install, for those who do not want to be asked:
  --address NAME   the domain, or the IP address of this server for the time until DNS points to it
  --email ADDRESS  the owner's
  --tls MODE       none (IP address only), certbot, or files with --certificate FILE and --key FILE
And:
  --dry-run        says what would be done, and does nothing
  --force-os       also on a system that it has not been tried on

The work goes on when the connection breaks. The same command again shows how far it is.
HELP
}

payload() { tail -c "$payload_bytes" "$self"; }

verify() {
    local size
    size=$(stat -c %s "$self")
    if [[ $size -ne $((header_bytes + payload_bytes)) ]]; then
        fail "this file has $size bytes, $((header_bytes + payload_bytes)) are right: the copy is not whole. Copy it again."
    fi
    if [[ $(payload | sha256sum | cut -d' ' -f1) != "$payload_sha256" ]]; then
        fail "this file is damaged: its checksum is another one. Copy it again."
    fi
}

read_options() {
    address='' email='' tls='' certificate='' key='' dry_run='' force_os='' detached=''
    while [[ $# -gt 0 ]]; do
        case $1 in
        --address | --domain) address=${2-} ;;
        --email) email=${2-} ;;
        --tls) tls=${2-} ;;
        --certificate) certificate=${2-} ;;
        --key) key=${2-} ;;
        --dry-run) dry_run=yes ;;
        --force-os) force_os=yes ;;
        --detached) detached=yes ;;
        --help | -h)
            usage
            exit
            ;;
        *)
            usage >&2
            say >&2
            say "There is no option $1." >&2
            exit 2
            ;;
        esac
        case $1 in
        --dry-run | --force-os | --detached) shift ;;
        *)
            [[ -n ${2-} ]] || { say "$1 needs a value, after a space." >&2; exit 2; }
            shift 2
            ;;
        esac
    done
}

refuse_another_version() { # A shop that runs already is changed by `upgrade`, which saves it first, and by nothing else.
    local now
    now=$(basename "$(readlink "$root/opt/cataloro/current" 2>/dev/null)")
    if [[ -n $now && $now != "$version" ]] && grep -q '"running"' "$root/var/lib/cataloro-server/facts.json" 2>/dev/null; then
        fail "version $now is installed here. To change to $version: bash $(basename "$0") upgrade (which saves the shop first)." \
            "Nothing has been changed."
    fi
}

preflight() {
    [[ $(id -u) -eq 0 ]] || fail "this needs root. Type: sudo bash $(basename "$0") …"
    local id='' VERSION_ID='' ID='' free
    # shellcheck source=/dev/null
    . "$root/etc/os-release"
    id=$ID-${VERSION_ID%%.*}
    case $id in
    almalinux-8 | rocky-8 | rhel-8 | centos-8) ;;
    *) [[ -n $force_os ]] || fail "this is $ID $VERSION_ID; it has been made for AlmaLinux 8. To try anyway: --force-os" ;;
    esac
    [[ $(uname -m) == x86_64 ]] || fail "this is $(uname -m); the parts in this file are for x86_64."
    local program
    for program in dnf rpm tar sha256sum systemctl flock; do
        command -v "$program" >/dev/null || fail "the program $program is missing on this server."
    done
    if [[ ! -e $release ]]; then
        free=$(df -Pm "${root:-/}" | awk 'NR == 2 { print $4 }')
        [[ $free -ge $needed_megabytes ]] || fail "$needed_megabytes MB are needed on the disk, $free MB are free."
    fi
    local cluster=$root/var/lib/pgsql/data/PG_VERSION
    if [[ -e $cluster && $(<"$cluster") != 16 ]]; then
        fail "there are data of PostgreSQL $(<"$cluster") in ${cluster%/*}, and 16 is needed. Move them away, or upgrade them."
    fi
}

# ---- questions, all at the beginning ----

is_ip() { [[ $1 =~ ^[0-9]{1,3}(\.[0-9]{1,3}){3}$ || $1 == *:*:* ]]; }
is_name() { [[ $1 =~ ^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)+$ ]]; }
is_example() { [[ $1 =~ (^|[.@])example(\.|$)|change.?me|your.?(domain|name|mail) || $1 == localhost ]]; }
why_not_address() {
    if [[ $1 == *://* || $1 == */* ]]; then
        say "write the name alone, without https:// and without a path"
    elif [[ $1 == *.*:* || $1 == '['*']:'* ]]; then
        say "write it without the port"
    elif [[ $1 == *[![:ascii:]]* ]]; then
        say "write '$1' as DNS knows it: its form with xn--, which your registrar shows"
    elif is_example "$1"; then
        say "'$1' is only an example"
    elif ! is_ip "$1" && ! is_name "$1"; then
        say "'$1' is neither a domain nor an IP address"
    fi
}
why_not_email() {
    if is_example "$1"; then
        say "'$1' is only an example"
    elif [[ ! $1 =~ ^[^@[:space:]\"\\]+@[^@[:space:]\"\\]+\.[a-zA-Z0-9-]+$ ]]; then
        say "'$1' is no e-mail address"
    fi
}
why_not_tls() {
    case $1 in
    none) is_ip "$address" || say "passwords would travel unprotected to a domain. Until DNS is there, install with the IP address" ;;
    certbot) ! is_ip "$address" || say "certbot needs a domain; with an IP address take none" ;;
    files) ;;
    *) say "there are none, certbot and files" ;;
    esac
}

why_not_file() { # why_not_file FILE WORDS
    if [[ ! -f $1 || ! -r $1 ]]; then
        say "there is no file '$1'"
    elif ! grep -q -- "-----BEGIN .*$2-----" "$1"; then
        say "'$1' is no PEM file with a $2"
    fi
}
full_path() { if [[ -z $1 || $1 == /* ]]; then say "$1"; else say "$PWD/$1"; fi; }

ask() { # ask NAME QUESTION DEFAULT: until the answer is sound
    local name=$1 question=$2 default=$3 why
    while :; do
        if [[ -z ${!name} ]]; then
            [[ -t 0 ]] || fail "the answer to '$question' is missing: give it by --$name."
            read -r -p "$question${default:+ [$default]} " "${name?}" || { say; fail "nothing has been changed."; }
            [[ -n ${!name} ]] || printf -v "$name" %s "$default"
        fi
        case $name in
        address) why=$(why_not_address "$address") ;;
        email) why=$(why_not_email "$email") ;;
        tls) why=$(why_not_tls "$tls") ;;
        certificate) why=$(why_not_file "$certificate" CERTIFICATE) ;;
        key) why=$(why_not_file "$key" 'PRIVATE KEY') ;;
        esac
        [[ -n $why ]] || return 0
        [[ -t 0 ]] || fail "--$name: $why."
        say "That cannot be: $why."
        printf -v "$name" ''
    done
}

settle_configuration() {
    local known
    if [[ -e $configuration ]]; then
        known=$(sed -n 's/^address *= *"\(.*\)".*/\1/p' "$configuration")
        if [[ -n $address && $address != "$known" ]]; then
            fail "$configuration names the address $known already. Change it there, then type: cataloro apply" \
                "(or this command without --address)."
        fi
        say "The answers stand in $configuration${email:+; --email is for the first time}${tls:+; --tls is for the first time}."
        return
    fi
    ask address "Domain of the shop, or the IP address of this server until DNS points to it?" \
        "$(hostname -I 2>/dev/null | awk '{ print $1 }')"
    ask email "Your e-mail address (certificates, alarms, the first log-in)?" ''
    if is_ip "$address"; then
        tls=${tls:-none}
    fi
    ask tls "HTTPS: certbot (a free certificate) or files (your own)?" certbot
    if [[ $tls == files ]]; then
        ask certificate "File with the certificate and those of its issuers (PEM)?" ''
        ask key "File with its key (PEM)?" ''
        certificate=$(full_path "$certificate") key=$(full_path "$key")
    fi
    [[ -z $dry_run ]] || return 0
    mkdir -p "${configuration%/*}"
    (
        umask 027
        {
            say "# The server's one configuration file. After a change: cataloro apply"
            say "address = \"${address,,}\"   # the domain, or the IP address until DNS points here"
            say "email = \"$email\""
            say
            say '[tls]'
            say "mode = \"$tls\"   # none (IP address only), certbot or files"
            [[ $tls != files ]] || printf 'certificate = "%s"\nkey = "%s"\n' "$certificate" "$key"
            say
            say '# [mail]   # Without a mail server the mails are kept in the data folder, and nobody gets them.'
            say '# server = "…"'
            say '# port = 587'
            say '# user = "…"'
            say '# password = "…"'
        } >"$configuration.new"
    )
    mv "$configuration.new" "$configuration"
}

# ---- detached from the terminal: a broken connection stops nothing ----

is_running() { [[ -e $run/lock ]] && ! flock -n "$run/lock" true; }

start_detached() {
    mkdir -p "$run" "${log%/*}"
    touch "$log"
    stat -c %s "$log" >"$run/begin"
    rm -f "$run/result" "$run/pid"
    local command=(bash "$self" "$@" --detached)
    if ! systemd-run --quiet --collect --unit="cataloro-install-$$" --description="Cataloro: $1" \
        --setenv=CATALORO_ROOT="$root" --setenv=PATH="$PATH" "${command[@]}" 2>/dev/null; then
        setsid nohup "${command[@]}" </dev/null >/dev/null 2>&1 &
    fi
    local tries=0
    while [[ ! -e $run/pid && ! -e $run/result ]]; do
        [[ $((tries += 1)) -le 100 ]] || fail "the work did not start. See: journalctl -u 'cataloro-install-*'"
        sleep 0.1
    done
}

follow() {
    trap 'printf "\nThe work goes on. The same command again shows how far it is; the log is %s\n" "$log"; exit 130' INT HUP
    local from=0
    [[ ! -e $run/begin ]] || from=$(<"$run/begin")
    tail -s 0.2 -c +$((from + 1)) -f --pid="$(cat "$run/pid" 2>/dev/null || echo $$)" "$log" 2>/dev/null || true
    [[ -e $run/result ]] || fail "the work was ended from outside. The same command again goes on where it stopped. Log: $log"
    exit "$(<"$run/result")"
}

become_the_worker() {
    mkdir -p "$run"
    exec 9>"$run/lock"
    flock -n 9 || exit 0
    exec >>"$log" 2>&1 </dev/null
    trap 'echo $? >"$run/result"' EXIT
    echo "$version $1" >"$run/work"
    echo $$ >"$run/pid"
    say
    say "== $(date '+%F %T')  Cataloro $version: $1"
}

# ---- what comes before Python: each asks first whether it is done ----

stream_is_enabled() {
    local file=$root/etc/dnf/modules.d/${1%%:*}.module
    grep -qx "stream=${1#*:}" "$file" 2>/dev/null && grep -qx 'state=enabled' "$file"
}
missing_packages() {
    local package
    for package in "${packages[@]}"; do
        rpm -q --quiet "$package" || say "$package"
    done
}

enable_streams() {
    local stream
    for stream in "${streams[@]}"; do
        if stream_is_enabled "$stream"; then
            step "the stream $stream is enabled"
        else
            step "enabling the stream $stream"
            dnf -y -q module reset "${stream%%:*}" || fail "dnf could not reset the module ${stream%%:*}; its words are above."
            dnf -y -q module enable "$stream" || fail "dnf could not enable $stream; its words are above."
            stream_is_enabled "$stream" || fail "dnf says that $stream is enabled, and it is not."
        fi
    done
}

install_packages() {
    local missing
    mapfile -t missing < <(missing_packages)
    if [[ ${#missing[@]} -eq 0 ]]; then
        step "all packages are installed"
        return
    fi
    step "installing ${missing[*]}"
    dnf -y -q install "${missing[@]}" || fail "dnf could not install them; its words are above. Is the network there?"
    [[ -z $(missing_packages) ]] || fail "dnf says that it is done, and these are missing: $(missing_packages | tr '\n' ' ')"
}

unpack_release() {
    if [[ -e $release/PAYLOAD ]]; then
        if [[ $(<"$release/PAYLOAD") != "$payload_sha256" ]]; then
            fail "$release is there already, from another file of the same version."
        fi
        step "version $version is unpacked"
        return
    fi
    step "unpacking version $version"
    rm -rf "$release" "$release".new-*
    mkdir -p "$release.new-$$"
    payload | tar -x --no-same-owner --strip-components=1 -C "$release.new-$$"
    (cd "$release.new-$$" && sha256sum --quiet --check SHA256SUMS) || fail "an unpacked file is damaged. Is the disk well?"
    echo "$payload_sha256" >"$release.new-$$/PAYLOAD"
    sync
    mv "$release.new-$$" "$release"
}

make_environment() { # make_environment FOLDER LOCK: Python's packages, from the wheels in this file alone, by hash
    if [[ -e $release/$1/.complete ]]; then
        step "$1 is ready"
        return
    fi
    step "setting up $1"
    rm -rf "${release:?}/$1"
    python3.12 -m venv "$release/$1" || fail "python3.12 could not make $release/$1."
    "$release/$1/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps --require-hashes \
        --only-binary=:all: --find-links "$release/wheels" -r "$release/app/$2" ||
        fail "the packages of $2 do not fit this Python; pip's words are above."
    touch "$release/$1/.complete"
}

compile_code() { # The services may not write beside the code, so what Python keeps of each module is made now.
    if [[ ! -e $release/COMPILED ]]; then
        "$release/venv/bin/python" -m compileall -q "$release/app" || fail "the code of version $version is damaged."
        touch "$release/COMPILED"
    fi
}

label() {
    if command -v restorecon >/dev/null && [[ ! -e $release/LABELLED ]]; then
        restorecon -RF "$root/opt/cataloro" || fail "the SELinux labels of $root/opt/cataloro cannot be set."
        touch "$release/LABELLED"
    fi
}

prepare() {
    enable_streams
    install_packages
    unpack_release
    make_environment venv requirements.txt
    make_environment certbot requirements-server.txt
    compile_code
    label
}

show_plan() {
    local stream missing
    say "What would be done (nothing has been done):"
    for stream in "${streams[@]}"; do
        if stream_is_enabled "$stream"; then
            say "  done   stream $stream"
        else
            say "  to do  enable the stream $stream"
        fi
    done
    missing=$(missing_packages | tr '\n' ' ')
    if [[ -n $missing ]]; then
        say "  to do  install $missing"
    else
        say "  done   packages"
    fi
    if [[ -e $release/venv/.complete && -e $release/certbot/.complete ]]; then
        say "  done   version $version in $release"
        cd "$release/app"
        "$release/venv/bin/python" -m "deploy.$1" --dry-run
    else
        say "  to do  put version $version into $release"
        case $1 in
        install) payload | tar -xO "cataloro-$version/PLAN" ;;
        upgrade) say "  to do  see whether it can take over; if so: save the shop, and turn to it" ;;
        esac
    fi
}

go() { # go ACTION OPTION…
    local action=$1
    shift
    read_options "$@"
    if [[ -n $detached ]]; then
        become_the_worker "$action"
        prepare
        cd "$release/app"
        "$release/venv/bin/python" -m "deploy.$action" --file-version "$version"
        return
    fi
    if is_running; then
        local work
        work=$(cat "$run/work" 2>/dev/null || true)
        [[ ${work:-$version $action} == "$version $action" ]] ||
            fail "something else is at work here (Cataloro ${work/ /: }). Wait until it ends, then type this again. Log: $log"
        say "It is running already; this is how far it is."
        follow
    fi
    preflight
    verify
    if [[ $action == install ]]; then
        refuse_another_version
        settle_configuration
    elif [[ ! -L $root/opt/cataloro/current ]]; then
        fail "no shop is installed here yet: bash $(basename "$0") install"
    fi
    if [[ -n $dry_run ]]; then
        show_plan "$action"
        return
    fi
    start_detached "$action"
    follow
}

main() {
    local action=${1:-help}
    shift || true
    case $action in
    install | upgrade) go "$action" "$@" ;;
    verify)
        verify
        say "Whole and unchanged: Cataloro $version."
        ;;
    unpack)
        [[ -n ${1-} ]] || { usage >&2; exit 2; }
        verify
        mkdir -p "$1"
        payload | tar -x --no-same-owner -C "$1"
        ;;
    help | --help | -h) usage ;;
    *)
        say "There is no '$action'." >&2
        usage >&2
        exit 2
        ;;
    esac
}

main "$@"
exit
