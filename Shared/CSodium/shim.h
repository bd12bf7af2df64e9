#ifndef STRATUM_CSODIUM_SHIM_H
#define STRATUM_CSODIUM_SHIM_H

#include <sodium.h>

#endif
