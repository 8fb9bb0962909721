#include <stdatomic.h>
#include <unistd.h>

#include "base.h"

enum { STAGES_MOST = 16, SHOWN_EVERY_MS = 100, SHOWN_AFTER_MS = 400 /* what is quicker needs no line */ };

typedef struct Stage {
    const char *name;
    double ms;
    size_t count;
    bool is_beside; /* another was under way meanwhile */
} Stage;

struct Progress {
    bool is_shown, has_line;
    double started, stage_started;
    size_t stage_count; /* of all */
    Stage *stage;       /* the one under way */
    Stage stages[STAGES_MOST];
    atomic_size_t done;
    atomic_llong shown_ms; /* when the line was written last */
};

Progress *progress_new(Arena *arena)
{
    Progress *progress = ARENA_NEW(arena, Progress);
    progress->is_shown = isatty(STDERR_FILENO);
    progress->started = progress->stage_started = clock_ms();
    return progress;
}

static void end_stage(Progress *progress)
{
    if (progress->stage) progress->stage->ms = clock_ms() - progress->stage_started;
    progress->stage = NULL;
}

static void clear_line(Progress *progress)
{
    if (progress->has_line) fputs("\r\033[K", stderr);
    progress->has_line = false;
}

void progress_stage(Progress *progress, const char *name, size_t count)
{
    if (!progress) return;
    end_stage(progress);
    clear_line(progress);
    progress->stage_started = clock_ms();
    atomic_store(&progress->done, 0);
    if (progress->stage_count == STAGES_MOST) return;
    progress->stage = &progress->stages[progress->stage_count++];
    *progress->stage = (Stage){.name = name, .count = count};
}

void progress_beside(Progress *progress, const char *name, double ms)
{
    if (!progress || progress->stage_count == STAGES_MOST) return;
    progress->stages[progress->stage_count++] = (Stage){.name = name, .ms = ms, .is_beside = true};
}

void progress_step(Progress *progress)
{
    if (!progress) return;
    size_t done = atomic_fetch_add(&progress->done, 1) + 1;
    if (!progress->is_shown || !progress->stage || done % 64) return;
    double now = clock_ms(), taken = now - progress->stage_started;
    long long shown = atomic_load(&progress->shown_ms);
    if (now - progress->started < SHOWN_AFTER_MS || now - (double)shown < SHOWN_EVERY_MS) return;
    if (!atomic_compare_exchange_strong(&progress->shown_ms, &shown, (long long)now)) return; /* another thread does */
    const Stage *stage = progress->stage;
    double rate = taken > 0 ? (double)done / taken * 1000 : 0;
    double left = rate > 0 && stage->count > done ? (double)(stage->count - done) / rate : 0;
    fprintf(stderr, "\r\033[K%s %zu of %zu, %.0f/s, %.0f s left", stage->name, done, stage->count, rate, left);
    fflush(stderr);
    progress->has_line = true;
}

void progress_end(Progress *progress)
{
    if (!progress) return;
    end_stage(progress);
    clear_line(progress);
}

void progress_print(const Progress *progress, FILE *out)
{
    double whole = clock_ms() - progress->started;
    for (size_t i = 0; i < progress->stage_count; i++) {
        const Stage *stage = &progress->stages[i];
        fprintf(out, "%-16s %9.1f ms %5.1f %%", stage->name, stage->ms, whole > 0 ? stage->ms / whole * 100 : 0);
        if (stage->count) fprintf(out, " %9zu", stage->count);
        fputs(stage->is_beside ? "  beside the others\n" : "\n", out);
    }
    fprintf(out, "%-16s %9.1f ms\n", "all", whole);
}
