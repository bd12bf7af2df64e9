# shellcheck shell=bash
# Everything that compose/test is made of.

here=$(dirname "${BASH_SOURCE[0]}")
source "$here/terminal.sh"
source "$here/checkout.sh"
source "$here/packages.sh"
source "$here/python.sh"
source "$here/suites.sh"
