#ifndef STRATUM_CMICROHTTPD_SHIM_H
#define STRATUM_CMICROHTTPD_SHIM_H

#include <microhttpd.h>

#endif
