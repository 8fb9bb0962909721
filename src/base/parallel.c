#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base.h"
#include "threads.h"

/* Indexes taken at once, so that the counter is not fought for; the last are taken one by one, so that all end
 * together. */
enum { WORKERS_MOST = 64, BATCH = 8, LAST = 16 * BATCH };

typedef struct Work Work;
typedef struct Worker {
    Work *work;
    unsigned number;
} Worker;

struct Work {
    ParallelFunction *function;
    void *context;
    size_t count;
    unsigned workers; /* the most */
    atomic_size_t next;
    /* what follows is looked at under the lock of `running` */
    Work *other;
    Worker all[WORKERS_MOST];
    unsigned begun;   /* of them; the first is the caller */
    unsigned at_work; /* that have begun and not ended, without the first */
};

/* How many threads are at work, with that of main() and without those that wait for a call: each has a processor for
 * itself, so that what others wait for is not shared out among more threads than there are processors. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    unsigned count;
    Work *works; /* that helpers may begin with */
} running = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 1, NULL};

unsigned parallel_workers(void)
{
    const char *wanted = getenv("WHYFIX_JOBS");
    long count = wanted && *wanted ? strtol(wanted, NULL, 10) : sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > WORKERS_MOST ? WORKERS_MOST : (unsigned)count;
}

static void run(const Worker *worker)
{
    Work *work = worker->work;
    for (;;) {
        size_t batch = work->next + LAST < work->count ? BATCH : 1;
        size_t first = atomic_fetch_add(&work->next, batch);
        if (first >= work->count) return;
        for (size_t i = first; i < first + batch && i < work->count; i++)
            work->function(work->context, worker->number, i);
    }
}

static void help(void *argument)
{
    const Worker *worker = argument;
    Work *work = worker->work;
    run(worker);
    pthread_mutex_lock(&running.lock);
    work->at_work--; /* the last of it that is looked at */
    pthread_cond_broadcast(&running.changed);
    pthread_mutex_unlock(&running.lock);
}

/* Has helpers begin where there is a processor for them, and something left to do. Under the lock. */
static void offer_help(void)
{
    for (Work *work = running.works; work; work = work->other) {
        while (running.count + work->begun <= work->workers && work->begun < work->workers &&
               work->begun < work->count && work->next < work->count) {
            Worker *worker = &work->all[work->begun];
            *worker = (Worker){work, work->begun};
            if (!thread_call(help, worker)) break;
            work->begun++;
            work->at_work++;
        }
    }
}

/* The same once fewer threads, or more, are at work. */
static void change_running(int by)
{
    running.count += (unsigned)by;
    offer_help();
    pthread_cond_broadcast(&running.changed);
}

static void withdraw(const Work *work)
{
    Work **place = &running.works;
    while (*place != work) place = &(*place)->other;
    *place = work->other;
}

void parallel_for(unsigned workers, size_t count, ParallelFunction *function, void *context)
{
    if (workers > WORKERS_MOST) workers = WORKERS_MOST;
    Work work = {.function = function, .context = context, .count = count, .workers = workers, .begun = 1};
    work.all[0].work = &work;
    pthread_mutex_lock(&running.lock);
    work.other = running.works;
    running.works = &work;
    offer_help();
    pthread_mutex_unlock(&running.lock);
    run(&work.all[0]);
    pthread_mutex_lock(&running.lock);
    withdraw(&work);
    while (work.at_work) pthread_cond_wait(&running.changed, &running.lock);
    pthread_mutex_unlock(&running.lock);
}

struct Parallel {
    void (*function)(void *);
    void *context;
    bool has_thread;
    /* what follows is set under the lock of `running` */
    bool is_awaited; /* somebody waits for it */
    atomic_bool is_done;
};

static void call(void *argument)
{
    Parallel *parallel = argument;
    parallel->function(parallel->context);
    pthread_mutex_lock(&running.lock);
    parallel->is_done = true; /* the last of it that is looked at */
    change_running(-1);
    pthread_mutex_unlock(&running.lock);
}

Parallel *parallel_start(Arena *arena, void (*function)(void *), void *context)
{
    Parallel *parallel = ARENA_NEW(arena, Parallel);
    parallel->function = function;
    parallel->context = context;
    if (parallel_workers() == 1) return parallel;
    pthread_mutex_lock(&running.lock);
    running.count++;
    parallel->has_thread = thread_call(call, parallel);
    if (!parallel->has_thread) change_running(-1);
    pthread_mutex_unlock(&running.lock);
    return parallel;
}

/* Who waits needs no processor meanwhile. Under the lock. */
static void wait_for(const Parallel *parallel)
{
    change_running(-1);
    while (!parallel->is_done) pthread_cond_wait(&running.changed, &running.lock);
    change_running(1);
}

void parallel_wait(Parallel *parallel)
{
    if (!parallel || atomic_load_explicit(&parallel->is_done, memory_order_acquire))
        return; /* nearly always, where many ask */
    pthread_mutex_lock(&running.lock);
    bool is_first = !parallel->is_awaited;
    parallel->is_awaited = true;
    if (is_first && !parallel->has_thread) { /* it is this one's work */
        pthread_mutex_unlock(&running.lock);
        parallel->function(parallel->context);
        pthread_mutex_lock(&running.lock);
        parallel->is_done = true;
        pthread_cond_broadcast(&running.changed);
    } else {
        wait_for(parallel);
    }
    pthread_mutex_unlock(&running.lock);
}
