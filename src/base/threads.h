/* Threads that wait until there is something to do. Private to base/. */
#ifndef WHYFIX_THREADS_H
#define WHYFIX_THREADS_H

#include <stdbool.h>

/* Calls the function in another thread, at once; false where the system gives none. Who wants to know when it has ended
 * has the function say so. */
bool thread_call(void (*function)(void *), void *argument);

#endif
