#ifndef STRATUM_CNGHTTP2_SHIM_H
#define STRATUM_CNGHTTP2_SHIM_H

#include <nghttp2/nghttp2.h>

// In a union, and a function pointer beside it: built here.
static inline nghttp2_data_provider stratum_nghttp2_provider(void *source, nghttp2_data_source_read_callback read) {
    nghttp2_data_provider provider = {.source = {.ptr = source}, .read_callback = read};
    return provider;
}

#endif
