#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base.h"

enum { WORKERS_MOST = 64, BATCH = 8 /* indexes taken at once, so that the counter is not fought for */ };

typedef struct Work {
    ParallelFunction *function;
    void *context;
    size_t count;
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

static void *run(void *argument)
{
    const Worker *worker = argument;
    Work *work = worker->work;
    for (;;) {
        size_t first = atomic_fetch_add(&work->next, BATCH);
        if (first >= work->count) return NULL;
        for (size_t i = first; i < first + BATCH && i < work->count; i++)
            work->function(work->context, worker->number, i);
    }
}

void parallel_for(unsigned workers, size_t count, ParallelFunction *function, void *context)
{
    Work work = {.function = function, .context = context, .count = count};
    Worker all[WORKERS_MOST];
    unsigned started = 1;
    if (workers > WORKERS_MOST) workers = WORKERS_MOST;
    all[0] = (Worker){.work = &work, .number = 0};
    while (started < workers && started * BATCH < count) {
        all[started] = (Worker){.work = &work, .number = started};
        if (pthread_create(&all[started].thread, NULL, run, &all[started]) != 0) break;
        started++;
    }
    run(&all[0]);
    for (unsigned i = 1; i < started; i++) pthread_join(all[i].thread, NULL);
}

struct Parallel {
    void (*function)(void *);
    void *context;
    pthread_t thread;
    bool has_thread;
};

static void *call(void *argument)
{
    const Parallel *parallel = argument;
    parallel->function(parallel->context);
    return NULL;
}

Parallel *parallel_start(Arena *arena, void (*function)(void *), void *context)
{
    Parallel *parallel = ARENA_NEW(arena, Parallel);
    parallel->function = function;
    parallel->context = context;
    parallel->has_thread = parallel_workers() > 1 && pthread_create(&parallel->thread, NULL, call, parallel) == 0;
    return parallel;
}

void parallel_wait(Parallel *parallel)
{
    if (parallel->has_thread)
        pthread_join(parallel->thread, NULL);
    else
        parallel->function(parallel->context);
}
