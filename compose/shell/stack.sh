# shellcheck shell=bash
# Everything that compose/up and compose/down are made of, in the order in which one part needs another.

here=$(dirname "${BASH_SOURCE[0]}")
source "$here/terminal.sh"
source "$here/checkout.sh"
source "$here/packages.sh"
source "$here/ports.sh"
source "$here/postgres.sh"
source "$here/services.sh"
source "$here/secrets.sh"
source "$here/environment.sh"
source "$here/build.sh"
source "$here/demo.sh"
