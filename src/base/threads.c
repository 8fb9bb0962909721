/* A thread that is new begins on the processor of who made it, and waits there until the system moves it to an idle
 * one: some milliseconds (Linux 6.18), which is as long as the work of some of ours takes. One that is woken goes to an
 * idle processor at once. So threads are kept, and one that is made sleeps before it gets its first work. */
#include "threads.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct Thread {
    struct Thread *next; /* that is idle, too */
    pthread_t thread;
    pthread_cond_t changed; /* what follows, all of it under the lock of the threads */
    bool is_asleep;         /* for the first time */
    bool is_ended;
    void (*function)(void *); /* to be called; NULL: none */
    void *argument;
} Thread;

static struct {
    pthread_mutex_t lock;
    Thread *idle;
} threads = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void *work(void *argument)
{
    Thread *thread = argument;
    pthread_mutex_lock(&threads.lock);
    thread->is_asleep = true;
    pthread_cond_signal(&thread->changed);
    for (;;) {
        while (!thread->function && !thread->is_ended) pthread_cond_wait(&thread->changed, &threads.lock);
        if (thread->is_ended) break;
        pthread_mutex_unlock(&threads.lock);
        thread->function(thread->argument);
        pthread_mutex_lock(&threads.lock);
        thread->function = NULL;
        thread->next = threads.idle;
        threads.idle = thread;
    }
    pthread_mutex_unlock(&threads.lock);
    return NULL;
}

/* One that is asleep; NULL where the system gives none. Under the lock, which who ends the program takes, too: so
 * nothing here may end it. */
static Thread *make_thread(void)
{
    Thread *thread = malloc(sizeof *thread);
    if (!thread) return NULL;
    *thread = (Thread){.changed = PTHREAD_COND_INITIALIZER};
    if (pthread_create(&thread->thread, NULL, work, thread) != 0) {
        free(thread);
        return NULL;
    }
    while (!thread->is_asleep) pthread_cond_wait(&thread->changed, &threads.lock);
    return thread;
}

bool thread_call(void (*function)(void *), void *argument)
{
    pthread_mutex_lock(&threads.lock);
    Thread *thread = threads.idle;
    if (thread)
        threads.idle = thread->next;
    else
        thread = make_thread();
    if (thread) {
        thread->function = function;
        thread->argument = argument;
        pthread_cond_signal(&thread->changed);
    }
    pthread_mutex_unlock(&threads.lock);
    return thread != NULL;
}

/* Those that are idle when the program ends. */
static __attribute__((destructor)) void end_threads(void)
{
    pthread_mutex_lock(&threads.lock);
    Thread *idle = threads.idle;
    threads.idle = NULL;
    for (Thread *thread = idle; thread; thread = thread->next) {
        thread->is_ended = true;
        pthread_cond_signal(&thread->changed);
    }
    pthread_mutex_unlock(&threads.lock);
    for (Thread *thread = idle, *next; thread; thread = next) {
        next = thread->next;
        pthread_join(thread->thread, NULL);
        free(thread);
    }
}
