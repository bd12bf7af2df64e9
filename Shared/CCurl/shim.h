#ifndef STRATUM_CCURL_SHIM_H
#define STRATUM_CCURL_SHIM_H

#include <curl/curl.h>

// Variadic functions are not imported into Swift. A parenthesised name keeps curl's type-checking macros out.
static inline CURLcode stratum_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode stratum_curl_set_long(CURL *handle, CURLoption option, long value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode stratum_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return (curl_easy_setopt)(handle, option, value);
}
static inline CURLcode stratum_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return (curl_easy_setopt)(handle, option, value);
}
typedef size_t (*stratum_curl_data_function)(char *bytes, size_t size, size_t count, void *context);
static inline CURLcode stratum_curl_set_data_function(CURL *handle, CURLoption option, stratum_curl_data_function function) {
    return (curl_easy_setopt)(handle, option, function);
}
static inline CURLcode stratum_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return (curl_easy_getinfo)(handle, info, value);
}
static inline CURLcode stratum_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return (curl_easy_getinfo)(handle, info, value);
}
static inline CURLcode stratum_curl_get_pointer(CURL *handle, CURLINFO info, void **value) {
    return (curl_easy_getinfo)(handle, info, value);
}
typedef int (*stratum_curl_socket_function)(CURL *easy, curl_socket_t socket, int what, void *context, void *socket_context);
typedef int (*stratum_curl_timer_function)(CURLM *multi, long timeout_ms, void *context);
static inline CURLMcode stratum_curl_multi_set_socket_function(CURLM *multi, stratum_curl_socket_function function, void *context) {
    CURLMcode code = (curl_multi_setopt)(multi, CURLMOPT_SOCKETFUNCTION, function);
    return code != CURLM_OK ? code : (curl_multi_setopt)(multi, CURLMOPT_SOCKETDATA, context);
}
static inline CURLMcode stratum_curl_multi_set_timer_function(CURLM *multi, stratum_curl_timer_function function, void *context) {
    CURLMcode code = (curl_multi_setopt)(multi, CURLMOPT_TIMERFUNCTION, function);
    return code != CURLM_OK ? code : (curl_multi_setopt)(multi, CURLMOPT_TIMERDATA, context);
}
static inline CURLMcode stratum_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return (curl_multi_setopt)(multi, option, value);
}
// The result of a message is in a union of C that Swift sees only as raw bytes.
static inline CURLcode stratum_curl_message_result(const CURLMsg *message) { return message->data.result; }

#endif
