# What the scripts do before there is any Python. `bats tests/deploy/scripts.bats` runs them; pytest does so, too.

setup() {
    base=$BATS_TEST_DIRNAME/../..
    # The functions of the release file's first part, without its last lines, which begin the work.
    sed '/^main "\$@"$/,$d' "$base/deploy/release/header.sh" >"$BATS_TEST_TMPDIR/functions.sh"
}

functions() { # Run words of the script in a shell that knows its functions.
    run bash -c "source '$BATS_TEST_TMPDIR/functions.sh'; $1"
}

release_file() { # A whole release file around the text $1.
    local payload=$BATS_TEST_TMPDIR/payload header=$base/deploy/release/header.sh file=$BATS_TEST_TMPDIR/small.run size
    printf %s "$1" >"$payload"
    sed -e "s/@VERSION@/1.2.3/; s/@PAYLOAD_SHA256@/$(sha256sum <"$payload" | cut -d' ' -f1)/" \
        -e "s/@PAYLOAD_BYTES@/$(stat -c %s "$payload")/" "$header" >"$file"
    size=$(stat -c %s "$file")
    sed -i "s/@HEADER_BYTES@/$((size - 14 + ${#size}))/" "$file"
    cat "$payload" >>"$file"
}

@test "an address is a domain or an IP address, and nothing around it" {
    functions 'for one in shop.town.eu 203.0.113.5 2001:db8::5; do why_not_address "$one"; done'
    [ "$status" -eq 0 ]
    [ "$output" = "" ]
    functions 'why_not_address https://shop.town.eu'
    [ "$output" = "write the name alone, without https:// and without a path" ]
    functions 'why_not_address shop'
    [ "$output" = "'shop' is neither a domain nor an IP address" ]
    functions 'why_not_address shop.example.com'
    [ "$output" = "'shop.example.com' is only an example" ]
    functions 'why_not_address localhost'
    [ "$output" = "'localhost' is only an example" ]
}

@test "an e-mail address cannot end the line that it is written into" {
    functions 'why_not_email owner@town.eu'
    [ "$status" -eq 0 ]
    [ "$output" = "" ]
    functions "why_not_email 'a\"b@town.eu'"
    [ "$output" = "'a\"b@town.eu' is no e-mail address" ]
    functions "why_not_email \$'a@town.eu\nmode = \"none\"'"
    [[ $output == *"is no e-mail address" ]]
}

@test "a domain is never without HTTPS, and an IP address asks no certbot" {
    functions 'address=shop.town.eu; why_not_tls none'
    [[ $output == "passwords would travel unprotected"* ]]
    functions 'address=203.0.113.5; why_not_tls certbot'
    [ "$output" = "certbot needs a domain; with an IP address take none" ]
    functions 'address=203.0.113.5; why_not_tls none; address=shop.town.eu; why_not_tls certbot'
    [ "$output" = "" ]
    functions 'address=shop.town.eu; why_not_tls files'
    [ "$output" = "" ]
}

@test "files of one's own are there, and of the right kind" {
    functions 'why_not_file /none.pem CERTIFICATE'
    [ "$output" = "there is no file '/none.pem'" ]
    printf -- '-----BEGIN PRIVATE KEY-----\n' >"$BATS_TEST_TMPDIR/key.pem"
    functions "why_not_file '$BATS_TEST_TMPDIR/key.pem' CERTIFICATE"
    [[ $output == *"is no PEM file with a CERTIFICATE" ]]
    functions "why_not_file '$BATS_TEST_TMPDIR/key.pem' 'PRIVATE KEY'; full_path /a.pem"
    [ "$output" = "/a.pem" ]
    functions 'cd /etc; full_path a.pem'
    [ "$output" = "/etc/a.pem" ]
}

@test "an address is told how it has to be written" {
    functions 'why_not_address bücher.eu'
    [[ $output == "write 'bücher.eu' as DNS knows it"* ]]
    functions 'why_not_address 203.0.113.5:8080; why_not_address "[2001:db8::1]:80"'
    [ "$output" = "write it without the port
write it without the port" ]
    functions 'why_not_address 2001:db8::1; why_not_address ::ffff:203.0.113.5'
    [ "$output" = "" ]
}

@test "an option that is not there, or has no value, is refused" {
    functions 'read_options --fast'
    [ "$status" -eq 2 ]
    [[ $output == *"There is no option --fast." ]]
    functions 'read_options --email'
    [ "$status" -eq 2 ]
    [ "$output" = "--email needs a value, after a space." ]
    functions 'read_options --email a@town.eu --dry-run; echo "$email $dry_run"'
    [ "$output" = "a@town.eu yes" ]
}

@test "an enabled stream is known by the files of dnf, another one of the same module is not taken for it" {
    mkdir -p "$BATS_TEST_TMPDIR/etc/dnf/modules.d"
    printf '[nginx]\nname=nginx\nstream=1.24\nstate=enabled\n' >"$BATS_TEST_TMPDIR/etc/dnf/modules.d/nginx.module"
    functions "root=$BATS_TEST_TMPDIR; stream_is_enabled nginx:1.24"
    [ "$status" -eq 0 ]
    functions "root=$BATS_TEST_TMPDIR; stream_is_enabled nginx:1.2"
    [ "$status" -ne 0 ]
    functions "root=$BATS_TEST_TMPDIR; stream_is_enabled postgresql:16"
    [ "$status" -ne 0 ]
}

@test "a whole file is taken, a short one and a changed one are not" {
    release_file "the program"
    run bash "$BATS_TEST_TMPDIR/small.run" verify
    [ "$status" -eq 0 ]
    [ "$output" = "Whole and unchanged: Cataloro 1.2.3." ]
    head -c -3 "$BATS_TEST_TMPDIR/small.run" >"$BATS_TEST_TMPDIR/short.run"
    run bash "$BATS_TEST_TMPDIR/short.run" verify
    [ "$status" -eq 1 ]
    [[ $output == *"the copy is not whole. Copy it again." ]]
    sed 's/the program/the problem/' "$BATS_TEST_TMPDIR/small.run" >"$BATS_TEST_TMPDIR/changed.run"
    run bash "$BATS_TEST_TMPDIR/changed.run" verify
    [ "$status" -eq 1 ]
    [[ $output == *"its checksum is another one. Copy it again." ]]
}

@test "the command hands a release file on with all words, and asks for one that is not there" {
    printf 'printf "<%%s>" "$@"' >"$BATS_TEST_TMPDIR/new version.run"
    run bash "$base/deploy/server/cataloro" upgrade "$BATS_TEST_TMPDIR/new version.run" --dry-run
    [ "$status" -eq 0 ]
    [ "$output" = "<upgrade><--dry-run>" ]
    run bash "$base/deploy/server/cataloro" upgrade "$BATS_TEST_TMPDIR/none.run"
    [ "$status" -eq 2 ]
    [ "$output" = "Which file? cataloro upgrade /path/to/cataloro-<version>.run" ]
}

@test "the command is for root" {
    mkdir "$BATS_TEST_TMPDIR/programs"
    printf '#!/bin/sh\necho 1000\n' >"$BATS_TEST_TMPDIR/programs/id"
    chmod +x "$BATS_TEST_TMPDIR/programs/id"
    PATH="$BATS_TEST_TMPDIR/programs:$PATH" run bash "$base/deploy/server/cataloro" status
    [ "$status" -eq 1 ]
    [ "$output" = "This needs root: sudo cataloro status" ]
}
