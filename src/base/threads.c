/* A thread that is made or woken often begins on the processor of who did it, who goes on there, and waits until the
 * system moves it to an idle one: 4 to 20 milliseconds (Linux 6.18 in a virtual machine, whose idle processors it takes
 * for taken away), which is as long as the work of some of ours takes. So each is told to begin on another one, and may
 * go anywhere from then on. They are kept, since to make one takes longer than to wake it. */
#include "threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

typedef struct Thread {
    struct Thread *next; /* that is idle, too */
    pthread_t thread;
    pthread_cond_t changed; /* what follows, all of it under the lock of the threads */
    bool is_ended;
    bool is_sent; /* to some processors; it may use all of these then */
    cpu_set_t all;
    void (*function)(void *); /* to be called; NULL: none */
    void *argument;
} Thread;

static struct {
    pthread_mutex_t lock;
    Thread *idle;
} threads = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* The processors that this thread may use, and those of them that it is not on; false where there are none or it is not
 * known. */
static bool other_processors(cpu_set_t *all, cpu_set_t *others)
{
    int here = sched_getcpu();
    if (here < 0 || sched_getaffinity(0, sizeof *all, all) != 0) return false;
    *others = *all;
    CPU_CLR((unsigned)here, others);
    return CPU_COUNT(others) > 0;
}

static void *work(void *argument)
{
    Thread *thread = argument;
    pthread_mutex_lock(&threads.lock);
    for (;;) {
        while (!thread->function && !thread->is_ended) pthread_cond_wait(&thread->changed, &threads.lock);
        if (thread->is_ended) break;
        pthread_mutex_unlock(&threads.lock);
        if (thread->is_sent) sched_setaffinity(0, sizeof thread->all, &thread->all);
        thread->function(thread->argument);
        pthread_mutex_lock(&threads.lock);
        thread->function = NULL;
        thread->next = threads.idle;
        threads.idle = thread;
    }
    pthread_mutex_unlock(&threads.lock);
    return NULL;
}

/* NULL where the system gives none. Under the lock, which who ends the program takes, too: so nothing here may end
 * it. */
static Thread *make_thread(void)
{
    Thread *thread = malloc(sizeof *thread);
    if (!thread) return NULL;
    *thread = (Thread){.changed = PTHREAD_COND_INITIALIZER};
    if (pthread_create(&thread->thread, NULL, work, thread) == 0) return thread;
    free(thread);
    return NULL;
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
        cpu_set_t others;
        thread->is_sent = other_processors(&thread->all, &others) &&
                          pthread_setaffinity_np(thread->thread, sizeof others, &others) == 0;
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
