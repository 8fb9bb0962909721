#include "sync.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

struct Syncing {
    pthread_t thread;
    int folder; /* its descriptor */
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool is_ended;
    int error;
};

/* Waits for so many milliseconds; false where that has come to an end. */
static bool pause_for(Syncing *syncing, double ms)
{
    enum { MILLION = 1000 * 1000, SECOND = 1000 * MILLION /* nanoseconds */ };
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    int64_t ns = until.tv_nsec + (int64_t)(ms * MILLION);
    until.tv_sec += ns / SECOND;
    until.tv_nsec = ns % SECOND;
    pthread_mutex_lock(&syncing->lock);
    for (int waited = 0; !syncing->is_ended && !waited;)
        waited = pthread_cond_timedwait(&syncing->ended, &syncing->lock, &until);
    bool goes_on = !syncing->is_ended;
    pthread_mutex_unlock(&syncing->lock);
    return goes_on;
}

/* The disk has as long a rest as it had work, and some: others use it too, and what is written in less is soon there
 * at the end. */
static void *sync_ahead(void *argument)
{
    enum { PAUSE = 50 /* ms, at least */ };
    Syncing *syncing = argument;
    double took = 0;
    while (!syncing->error && pause_for(syncing, took > PAUSE ? took : PAUSE)) {
        double start = clock_ms();
        if (syncfs(syncing->folder) != 0) syncing->error = errno;
        took = clock_ms() - start;
    }
    return NULL;
}

Syncing *sync_start(Arena *arena, Str folder)
{
    if (parallel_workers() == 1) return NULL;
    Syncing *syncing = ARENA_NEW(arena, Syncing);
    syncing->folder = file_open(folder, O_RDONLY | O_DIRECTORY);
    if (syncing->folder < 0) return NULL;
    pthread_mutex_init(&syncing->lock, NULL);
    pthread_cond_init(&syncing->ended, NULL);
    if (pthread_create(&syncing->thread, NULL, sync_ahead, syncing) == 0) return syncing;
    close(syncing->folder);
    return NULL;
}

int sync_end(Syncing *syncing)
{
    if (!syncing) return 0;
    pthread_mutex_lock(&syncing->lock);
    syncing->is_ended = true;
    pthread_cond_signal(&syncing->ended);
    pthread_mutex_unlock(&syncing->lock);
    pthread_join(syncing->thread, NULL);
    pthread_mutex_destroy(&syncing->lock);
    pthread_cond_destroy(&syncing->ended);
    close(syncing->folder);
    return syncing->error;
}
