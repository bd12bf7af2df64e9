#ifndef STRATUM_CEPOLL_SHIM_H
#define STRATUM_CEPOLL_SHIM_H

// What Swift's Glibc module leaves out: epoll, eventfd, and names that need _GNU_SOURCE or are macros.
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/types.h>

extern int accept4(int socket, void *address, unsigned int *length, int flags);
extern int pthread_setname_np(unsigned long thread, const char *name);

static const uint32_t stratum_epoll_in = EPOLLIN;
static const uint32_t stratum_epoll_out = EPOLLOUT;
static const uint32_t stratum_epoll_hang_up = EPOLLRDHUP | EPOLLHUP;
static const uint32_t stratum_epoll_error = EPOLLERR;

// The kernel's struct is packed and its payload a union: set and read it here.
static inline int stratum_epoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t payload) {
    struct epoll_event event = {.events = events, .data = {.u64 = payload}};
    return epoll_ctl(epoll, operation, descriptor, &event);
}
static inline uint32_t stratum_epoll_events(const struct epoll_event *events, int index) { return events[index].events; }
static inline uint64_t stratum_epoll_payload(const struct epoll_event *events, int index) { return events[index].data.u64; }

#endif
