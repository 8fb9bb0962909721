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

typedef struct Meeting {
    Arena *arena;
    Parallel *call;
    sem_t end;
    atomic_uint calls, waited; /* how often the call was made, and how many have waited for it */
} Meeting;

static void be_called(void *context)
{
    Meeting *meeting = context;
    meeting->calls++;
    comes(&meeting->end);
}

static void wait_too(void *context)
{
    Meeting *meeting = context;
    parallel_wait(meeting->call);
    assert_int_equal(meeting->calls, 1);
    meeting->waited++;
}

static void check_meeting(const char *jobs)
{
    setenv("WHYFIX_JOBS", jobs, 1);
    Meeting meeting = {.arena = arena_new()};
    sem_init(&meeting.end, 0, 0);
    if (strcmp(jobs, "1") == 0) sem_post(&meeting.end); /* else it would wait for itself */
    meeting.call = parallel_start(meeting.arena, be_called, &meeting);
    Parallel *one = parallel_start(meeting.arena, wait_too, &meeting);
    Parallel *other = parallel_start(meeting.arena, wait_too, &meeting);
    assert_int_equal(meeting.waited, 0);
    sem_post(&meeting.end);
    parallel_wait(one);
    parallel_wait(other);
    parallel_wait(meeting.call);
    assert_int_equal(meeting.waited, 2);
    arena_free(meeting.arena);
}

static void test_several_wait_for_one_call(void **state)
{
    (void)state;
    check_meeting("1");
    check_meeting("4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_is_done_once),
        cmocka_unit_test(test_a_call_has_a_processor_for_itself),
        cmocka_unit_test(test_a_call_that_waits_for_another_needs_none),
        cmocka_unit_test(test_several_wait_for_one_call),
    };
    setenv("WHYFIX_JOBS", "4", 1);
    return cmocka_run_group_tests_name("parallel", tests, NULL, NULL);
}
