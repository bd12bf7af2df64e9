#ifndef STRATUM_CCRYPTO_SHIM_H
#define STRATUM_CCRYPTO_SHIM_H

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stddef.h>

// SHA256() of OpenSSL 3 looks the algorithm up on every call and takes six times as long as the digest itself; the three plain functions
// below it do not, need no allocation and are marked deprecated only in favour of that look-up.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

static inline void stratum_sha256(const void *bytes, size_t count, unsigned char *digest) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes, count);
    SHA256_Final(digest, &context);
}

#endif
