#ifndef STRATUM_CPROTOBUFC_SHIM_H
#define STRATUM_CPROTOBUFC_SHIM_H

#include <protobuf-c/protobuf-c.h>

#endif
