# Sourced by the other scripts: says what it does, and installs Debian packages without waking a service.

# Packages whose services must stay asleep: only their programs are wanted, each run starts a private one for itself.
KESU_SLEEPING_SERVICES="rabbitmq-server epmd epmd.socket prometheus prometheus-node-exporter"

say() { printf '\033[1m· %s\033[0m\n' "$*" >&2; }
die() {
    printf '\033[31m✗ %s\033[0m\n' "$1" >&2
    shift
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit 1
}

# How a command becomes root's: nothing for root, `sudo` where it can ask or needs no password; fails where there is no way.
root_prefix() {
    if [ "$(id -u)" = 0 ]; then echo ""; return 0; fi
    command -v sudo >/dev/null 2>&1 || return 1
    if sudo -n true 2>/dev/null; then echo "sudo -n"; return 0; fi
    if [ -t 0 ] && [ -t 2 ]; then echo "sudo"; return 0; fi
    return 1
}

# can_install: true where this script can install Debian packages.
can_install() { command -v apt-get >/dev/null 2>&1 && root_prefix >/dev/null; }

apt_get() { # apt_get PREFIX WORD…
    local prefix=$1
    shift
    $prefix env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o APT::Update::Error-Mode=any "$@" </dev/null
}

# install_packages PACKAGE…: by apt, as root or through sudo; answers non-zero where it failed, and has then said why.
install_packages() {
    local prefix log
    prefix=$(root_prefix) || return 1
    log=$(mktemp)
    say "apt-get install $*"
    (
        trap 'exit 130' INT TERM
        trap 'allow_services "$prefix"' EXIT
        forbid_services "$prefix"
        # The package lists may be old or missing: fetch them when the first attempt fails.
        apt_get "$prefix" install --yes --no-install-recommends "$@" >"$log" 2>&1 && exit 0
        { apt_get "$prefix" update && apt_get "$prefix" install --yes --no-install-recommends "$@"; } >"$log" 2>&1
    )
    if [ $? = 0 ]; then
        rm -f "$log"
        return 0
    fi
    grep -E '^(E|W|Err):' "$log" | sort -u | tail -8 >&2 || true
    printf '  the whole of it: %s\n' "$log" >&2
    return 1
}

# Debian asks /usr/sbin/policy-rc.d before it starts the service of a package. For the time of one installation ours says no to the services that
# must sleep, and passes every other question on to the machine's own, where it has one.
POLICY=/usr/sbin/policy-rc.d
forbid_services() { # forbid_services PREFIX
    local prefix=$1
    if [ -e $POLICY ] && ! [ -e $POLICY.before-kesu ]; then $prefix mv $POLICY $POLICY.before-kesu; fi
    $prefix tee $POLICY >/dev/null <<POLICY
#!/bin/sh
# Written for the time of one installation.
case " $KESU_SLEEPING_SERVICES " in *" \${1%.service} "*) exit 101 ;; esac
if [ -x $POLICY.before-kesu ]; then exec $POLICY.before-kesu "\$@"; fi
exit 0
POLICY
    $prefix chmod 755 $POLICY
}
allow_services() { # allow_services PREFIX
    local prefix=$1
    if [ -e $POLICY.before-kesu ]; then $prefix mv $POLICY.before-kesu $POLICY; else $prefix rm -f $POLICY; fi
}

# keep_asleep SERVICE…: a service that came with a package just installed does not start with the machine either.
keep_asleep() {
    local prefix service
    prefix=$(root_prefix) || return 0
    for service in "$@"; do
        if [ -e "/lib/systemd/system/$service" ] || [ -e "/lib/systemd/system/$service.service" ]; then
            $prefix systemctl disable "$service" >/dev/null 2>&1 || say "could not disable $service: it may start with the machine"
        fi
    done
}
