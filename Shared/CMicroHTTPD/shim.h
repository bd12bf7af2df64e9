#ifndef STRATUM_CMICROHTTPD_SHIM_H
#define STRATUM_CMICROHTTPD_SHIM_H

#include <microhttpd.h>
#include <string.h>
#include <sys/socket.h>

// Variadic functions are not imported into Swift.
typedef struct {
    int listening_socket;
    unsigned int threads;
    unsigned int connections_max;
    unsigned int idle_seconds_max;
    size_t connection_memory_bytes;
} stratum_mhd_settings;

// The callback's first result becomes the connection's context, which the others get.
typedef void *(*stratum_mhd_begin_function)(void *context, const char *target, struct MHD_Connection *connection);

static inline struct MHD_Daemon *stratum_mhd_start(
    const stratum_mhd_settings *settings, stratum_mhd_begin_function begin, MHD_AccessHandlerCallback handle,
    MHD_RequestCompletedCallback end, void *context) {
    // A pool of one is refused by libmicrohttpd: without the option there is one thread.
    struct MHD_OptionItem pool[] = {{MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)settings->threads, NULL}, {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, context,
        MHD_OPTION_LISTEN_SOCKET, settings->listening_socket,
        MHD_OPTION_CONNECTION_LIMIT, settings->connections_max,
        MHD_OPTION_CONNECTION_TIMEOUT, settings->idle_seconds_max,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings->connection_memory_bytes,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_URI_LOG_CALLBACK, begin, context,
        MHD_OPTION_NOTIFY_COMPLETED, end, context,
        MHD_OPTION_ARRAY, settings->threads > 1 ? pool : none,
        MHD_OPTION_END);
}

static inline int stratum_mhd_connection_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

// On Linux, connecting a connected TCP socket to no address sends a reset at once.
static inline int stratum_mhd_reset(int descriptor) {
    struct sockaddr nowhere;
    memset(&nowhere, 0, sizeof nowhere);
    nowhere.sa_family = AF_UNSPEC;
    return connect(descriptor, &nowhere, sizeof nowhere);
}

// A casted constant is not imported.
static const ssize_t stratum_mhd_end_with_error = MHD_CONTENT_READER_END_WITH_ERROR;

#endif
