# shellcheck shell=bash
# Debian packages: what is missing, and how it gets installed.

cluster_settings=/etc/postgresql-common/createcluster.conf
cluster_setting_mark='# while Stratum installs'

# The packages of the named lists under compose/packages.
listed_packages() {
    local list
    for list in "$@"; do
        sed -e 's/#.*//' -e '/^[[:space:]]*$/d' -- "$root/compose/packages/$list"
    done
}

# Prints which of the packages given are not installed.
missing_packages() {
    local known package
    known=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' -- "$@" 2>/dev/null || true)
    for package in "$@"; do
        grep -qxF -- "$package installed" <<<"$known" || printf '%s\n' "$package"
    done
}

# Runs a command as root, by sudo where the user is not root.
as_root() {
    if ((EUID == 0)); then "$@"; else sudo -- "$@"; fi
}

can_become_root() {
    ((EUID == 0)) && return
    command -v sudo >/dev/null || return
    sudo -n true 2>/dev/null || [[ -t 0 ]]
}

# install_packages LIST…: makes sure that everything in these lists is installed.
install_packages() {
    command -v dpkg-query >/dev/null || stop "$exit_unreachable" "dpkg-query is missing: this command knows Debian only."
    local wanted missing log=$state/log/packages.log
    mapfile -t wanted < <(listed_packages "$@")
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    ((${#missing[@]})) || return 0
    can_become_root ||
        stop "$exit_unreachable" "packages are missing; as root: apt-get install --no-install-recommends ${missing[*]}"
    step "Installing ${missing[*]}"
    if ! (apt_get update && install_without_cluster "${missing[@]}"); then
        let_package_clusters_be
        stop_with_log "$exit_unreachable" "$log" "apt-get could not install ${missing[*]}."
    fi
    let_package_clusters_be
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" >>"$log" 2>&1 </dev/null
}

# Installs packages. A PostgreSQL package makes and starts a cluster of its own when it is first installed; nobody asked for one.
install_without_cluster() {
    if [[ " $* " == *" postgresql-15 "* ]]; then
        apt_get install -y --no-install-recommends postgresql-common || return
        as_root sed -i "\$ a create_main_cluster = false $cluster_setting_mark" "$cluster_settings"
    fi
    apt_get install -y --no-install-recommends "$@"
}

# Takes the setting away again: what later packages do is for the machine's owner to say.
let_package_clusters_be() {
    [[ -e $cluster_settings ]] || return 0
    grep -qF -- "$cluster_setting_mark" "$cluster_settings" || return 0
    as_root sed -i "/$cluster_setting_mark\$/d" "$cluster_settings"
}
