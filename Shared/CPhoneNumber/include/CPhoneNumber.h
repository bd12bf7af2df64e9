#ifndef STRATUM_CPHONENUMBER_H
#define STRATUM_CPHONENUMBER_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The longest E.164 text: a plus and digits; libphonenumber takes numbers of up to 17 digits after a country code of three.
enum { STRATUM_PHONE_TEXT_MAX = 24 };

/// Writes the E.164 form of a telephone number, plus included and no NUL, to `e164`, which has room for STRATUM_PHONE_TEXT_MAX bytes.
///
/// `region` is the two capital letters of the country that a number without country code belongs to, or "ZZ" for none.
/// `is_possible` says whether the length fits the country's numbers when called from abroad. Returns the number of bytes, or 0 when the text is no telephone number.
/// Any thread may call.
size_t stratum_phone_e164(const char *text, size_t count, const char *region, char *e164, int *is_possible);

#ifdef __cplusplus
}
#endif

#endif
