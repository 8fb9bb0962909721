/* base: several threads at one job, and calls beside it, on as many processors as there are. */
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "unit.h"

enum { COUNT = 1000 };

typedef struct Job {
    atomic_uint done[COUNT]; /* how often each */
    atomic_size_t by_others; /* than the first worker */
    sem_t other;             /* posted by each call of another worker */
    bool waits;              /* the first waits for it, with each of its calls until there is one */
} Job;

static void job_start(Job *job, bool waits)
{
    memset(job, 0, sizeof *job);
    job->waits = waits;
    sem_init(&job->other, 0, 0);
}

static bool comes(sem_t *semaphore)
{
    enum { LONG = 60 /* seconds */ };
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += LONG;
    return sem_timedwait(semaphore, &until) == 0;
}

static void step(void *context, unsigned worker, size_t index)
{
    Job *job = context;
    job->done[index]++;
    job->by_others += worker > 0;
    if (worker > 0) sem_post(&job->other);
    if (worker == 0 && job->waits && !job->by_others) assert_true(comes(&job->other));
}

static void check_done(const Job *job)
{
    for (size_t i = 0; i < COUNT; i++) assert_int_equal(job->done[i], 1);
}

static void wait_for(void *semaphore)
{
    comes(semaphore);
}

static void test_each_is_done_once(void **state)
{
    (void)state;
    static Job job;
    for (unsigned workers = 1; workers < 9; workers++) {
        job_start(&job, workers > 1);
        parallel_for(workers, COUNT, step, &job);
        check_done(&job);
        assert_int_equal(job.by_others > 0, workers > 1);
    }
}

static void test_a_call_has_a_processor_for_itself(void **state)
{
    (void)state;
    static Job job;
    sem_t end;
    Arena *arena = arena_new();
    sem_init(&end, 0, 0);
    Parallel *call = parallel_start(arena, wait_for, &end);
    job_start(&job, false);
    parallel_for(2, COUNT, step, &job);
    check_done(&job);
    assert_int_equal(job.by_others, 0);
    job_start(&job, true);
    parallel_for(3, COUNT, step, &job);
    check_done(&job);
    sem_post(&end);
    parallel_wait(call);
    job_start(&job, true);
    parallel_for(2, COUNT, step, &job);
    check_done(&job);
    arena_free(arena);
}

static void wait_for_call(void *semaphore)
{
    Arena *arena = arena_new();
    parallel_wait(parallel_start(arena, wait_for, semaphore));
    arena_free(arena);
}

static void test_a_call_that_waits_for_another_needs_none(void **state)
{
    (void)state;
    static Job job;
    sem_t end;
    Arena *arena = arena_new();
    sem_init(&end, 0, 0);
    Parallel *call = parallel_start(arena, wait_for_call, &end);
    job_start(&job, true);
    parallel_for(3, COUNT, step, &job);
    check_done(&job);
    sem_post(&end);
    parallel_wait(call);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_is_done_once),
        cmocka_unit_test(test_a_call_has_a_processor_for_itself),
        cmocka_unit_test(test_a_call_that_waits_for_another_needs_none),
    };
    setenv("WHYFIX_JOBS", "4", 1);
    return cmocka_run_group_tests_name("parallel", tests, NULL, NULL);
}
