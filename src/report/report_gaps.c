/* What an author should write next, in one list: what readers looked for and did not find, found and did not open, read
 * and were not helped by, and what the linter finds; each with the place to mend. */
#include <stdlib.h>

#include "lint/lint.h"
#include "report.h"
#include "text/text.h"

static void add_gap(Report *report, const Content *content, const char *kind, size_t count, Str what, Str entry)
{
    size_t at;
    Gap gap = {.kind = kind, .count = count, .what = what, .entry = entry, .path = STR(""), .order = report->gaps.len};
    if (content && entry.len && content_find_entry(content, entry, &at)) {
        gap.path = content->entries.items[at]->path;
        gap.line = content->entries.items[at]->line;
    }
    VEC_PUSH(report->arena, &report->gaps, gap);
}

static bool was_opened(const Report *report, Str key)
{
    for (size_t i = 0; i < report->clicks.len; i++)
        if (str_equal(report->clicks.items[i].key, key)) return true;
    return false;
}

static void add_searches(Report *report, const Content *content)
{
    for (size_t i = 0; i < report->missed.len; i++) {
        const AskedQuery *asked = &report->missed.items[i];
        add_gap(report, content, "not-found", asked->count, asked->query,
                asked->near.len ? asked->near.items[0].entry : STR(""));
    }
    for (size_t i = 0; i < report->found.len && report->clicks.len; i++) { /* none: pages do not tell */
        const AskedQuery *asked = &report->found.items[i];
        if (!was_opened(report, fold_key(report->arena, asked->query)))
            add_gap(report, content, "not-opened", asked->count, asked->query, str_or_empty(asked->top));
    }
}

/* An entry's complaints as one gap: their reasons, and what readers wrote. */
static void add_feedback(Report *report, const Content *content)
{
    static const struct {
        const char *name, *said;
    } reasons[] = {{"more", "needs more information"},
                   {"wrong", "wrong"},
                   {"hard", "hard to follow"},
                   {"link", "broken link"},
                   {"other", "other"}};
    bool *is_done = ARENA_ARRAY(report->arena, bool, report->feedback.len + 1);
    for (size_t i = 0; i < report->feedback.len; i++) {
        const Feedback *first = &report->feedback.items[i];
        size_t counts[sizeof reasons / sizeof *reasons] = {0}, count = 0;
        Buffer what = {0}, texts = {0};
        for (size_t k = i; k < report->feedback.len && !is_done[i]; k++) {
            const Feedback *each = &report->feedback.items[k];
            if (!str_equal(each->entry, first->entry) || each->is_solved) continue;
            count++;
            is_done[k] = k > i;
            for (size_t r = 0; r < sizeof reasons / sizeof *reasons; r++)
                counts[r] += str_is(each->reason, reasons[r].name);
            if (each->text.len) buffer_printf(&texts, "; \"%.*s\"", STR_ARG(each->text));
        }
        buffer_add_text(&what, "not solved");
        for (size_t r = 0; r < sizeof reasons / sizeof *reasons; r++)
            if (counts[r]) buffer_printf(&what, ", %s %zu", reasons[r].said, counts[r]);
        buffer_add(&what, buffer_str(&texts));
        if (count) add_gap(report, content, "not-solved", count, buffer_take(&what, report->arena), first->entry);
        buffer_free(&what);
        buffer_free(&texts);
    }
}

static void add_findings(Report *report, const Diagnostics *found)
{
    for (size_t i = 0; i < found->list.len; i++) {
        const Diagnostic *each = &found->list.items[i];
        if (!each->rule || each->severity < SEVERITY_WARNING) continue;
        Gap gap = {.kind = "lint",
                   .what = str_format(report->arena, "%.*s [%s]", STR_ARG(each->message), each->rule),
                   .entry = STR(""),
                   .path = str_copy(report->arena, each->path),
                   .line = each->line,
                   .order = report->gaps.len};
        VEC_PUSH(report->arena, &report->gaps, gap);
    }
}

static int most_readers_first(const void *a, const void *b)
{
    const Gap *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    int order = str_compare(x->path, y->path);
    if (order) return order;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

bool report_find_gaps(Report *report, Str root, Diagnostics *diagnostics)
{
    Content content;
    LintReport lint = {0};
    Diagnostics found;
    bool has_content = file_exists(path_join(report->arena, root, STR("content"))), done = true;
    diagnostics_init(&found);
    if (has_content) {
        content_start();
        done = content_read(report->arena, root, &content, &found) &&
               lint_run(report->arena, root, &content, date_format(report->arena, date_now()), &found, &lint);
    }
    if (done) {
        add_searches(report, has_content ? &content : NULL);
        add_feedback(report, has_content ? &content : NULL);
        add_findings(report, &found);
        if (report->gaps.len)
            qsort(report->gaps.items, report->gaps.len, sizeof *report->gaps.items, most_readers_first);
        diagnostics_free(&found);
    } else {
        diagnostics_join(diagnostics, &found);
    }
    return done;
}
