#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base.h"

/* Indexes taken at once, so that the counter is not fought for; the last are taken one by one, so that all end
 * together. */
enum { WORKERS_MOST = 64, BATCH = 8, LAST = 16 * BATCH };

typedef struct Work {
    ParallelFunction *function;
    void *context;
    size_t count;
    unsigned workers; /* the most */
    atomic_size_t next;
} Work;

typedef struct Worker {
    Work *work;
    unsigned number;
    pthread_t thread;
} Worker;

unsigned parallel_workers(void)
{
    const char *wanted = getenv("WHYFIX_JOBS");
    long count = wanted && *wanted ? strtol(wanted, NULL, 10) : sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > WORKERS_MOST ? WORKERS_MOST : (unsigned)count;
}

/* How many threads are at work, with that of main() and without those that wait for a call: each has a processor for
 * itself, so that what others wait for is not shared out among more threads than there are processors. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    unsigned count;
} running = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 1};

static void change_running(int by)
{
    pthread_mutex_lock(&running.lock);
    running.count += (unsigned)by;
    pthread_cond_broadcast(&running.changed);
    pthread_mutex_unlock(&running.lock);
}

/* Until there is a processor for a worker who is not the first, or nothing left to do. */
static void wait_for_processor(const Worker *worker)
{
    Work *work = worker->work;
    pthread_mutex_lock(&running.lock);
    while (running.count + worker->number > work->workers && work->next < work->count)
        pthread_cond_wait(&running.changed, &running.lock);
    pthread_mutex_unlock(&running.lock);
}

static void *run(void *argument)
{
    const Worker *worker = argument;
    Work *work = worker->work;
    if (worker->number) wait_for_processor(worker);
    for (;;) {
        size_t batch = work->next + LAST < work->count ? BATCH : 1;
        size_t first = atomic_fetch_add(&work->next, batch);
        if (first >= work->count) return NULL;
        for (size_t i = first; i < first + batch && i < work->count; i++)
            work->function(work->context, worker->number, i);
    }
}

void parallel_for(unsigned workers, size_t count, ParallelFunction *function, void *context)
{
    if (workers > WORKERS_MOST) workers = WORKERS_MOST;
    Work work = {.function = function, .context = context, .count = count, .workers = workers};
    Worker all[WORKERS_MOST];
    unsigned started = 1;
    all[0] = (Worker){.work = &work, .number = 0};
    while (started < workers && started < count) {
        all[started] = (Worker){.work = &work, .number = started};
        if (pthread_create(&all[started].thread, NULL, run, &all[started]) != 0) break;
        started++;
    }
    run(&all[0]);
    change_running(0); /* nobody need wait to begin */
    for (unsigned i = 1; i < started; i++) pthread_join(all[i].thread, NULL);
}

struct Parallel {
    void (*function)(void *);
    void *context;
    pthread_t thread;
    bool has_thread;
    bool is_awaited; /* somebody waits for it; it and what follows are set under the lock of `running` */
    atomic_bool is_done;
};

static void *call(void *argument)
{
    const Parallel *parallel = argument;
    parallel->function(parallel->context);
    change_running(-1);
    return NULL;
}

Parallel *parallel_start(Arena *arena, void (*function)(void *), void *context)
{
    Parallel *parallel = ARENA_NEW(arena, Parallel);
    parallel->function = function;
    parallel->context = context;
    if (parallel_workers() == 1) return parallel;
    change_running(1);
    parallel->has_thread = pthread_create(&parallel->thread, NULL, call, parallel) == 0;
    if (!parallel->has_thread) change_running(-1);
    return parallel;
}

/* Where it has no thread, it is this one's work. */
static void finish(Parallel *parallel)
{
    if (parallel->has_thread) {
        change_running(-1);
        pthread_join(parallel->thread, NULL);
        change_running(1);
    } else {
        parallel->function(parallel->context);
    }
}

void parallel_wait(Parallel *parallel)
{
    if (atomic_load_explicit(&parallel->is_done, memory_order_acquire)) return; /* nearly always, where many ask */
    pthread_mutex_lock(&running.lock);
    bool is_first = !parallel->is_awaited;
    parallel->is_awaited = true;
    pthread_mutex_unlock(&running.lock);
    if (is_first) finish(parallel);
    pthread_mutex_lock(&running.lock);
    if (is_first) parallel->is_done = true;
    running.count -= !is_first;
    pthread_cond_broadcast(&running.changed);
    while (!parallel->is_done) pthread_cond_wait(&running.changed, &running.lock);
    running.count += !is_first;
    pthread_mutex_unlock(&running.lock);
}
