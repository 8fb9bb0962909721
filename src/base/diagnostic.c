#include "base.h"

#include <stdlib.h>
#include <string.h>

void diagnostics_init(Diagnostics *diagnostics)
{
    *diagnostics = (Diagnostics){.arena = arena_new()};
}

void diagnostics_free(Diagnostics *diagnostics)
{
    arena_free(diagnostics->arena);
    *diagnostics = (Diagnostics){0};
}

static void add(Diagnostics *diagnostics, Diagnostic diagnostic, const char *format, va_list args)
{
    Buffer message = {0};
    buffer_vprintf(&message, format, args);
    diagnostic.message = buffer_take(&message, diagnostics->arena);
    buffer_free(&message);
    Str last = diagnostics->list.len ? diagnostics->list.items[diagnostics->list.len - 1].path : STR_NONE;
    bool is_same = diagnostic.path.data && last.data && str_equal(last, diagnostic.path);
    diagnostic.path = is_same ? last : str_copy(diagnostics->arena, diagnostic.path);
    VEC_PUSH(diagnostics->arena, &diagnostics->list, diagnostic);
    diagnostics->count[diagnostic.severity]++;
}

static RuleCount *count_of(Diagnostics *diagnostics, const char *rule)
{
    for (size_t i = 0; i < diagnostics->rules.len; i++)
        if (strcmp(diagnostics->rules.items[i].rule, rule) == 0) return &diagnostics->rules.items[i];
    VEC_PUSH(diagnostics->arena, &diagnostics->rules, (RuleCount){.rule = rule});
    return &diagnostics->rules.items[diagnostics->rules.len - 1];
}

/* What is counted of a rule; NULL where it is not, since all is kept. */
static RuleCount *limited(Diagnostics *diagnostics, Severity severity, const char *rule)
{
    return severity == SEVERITY_WARNING && diagnostics->most ? count_of(diagnostics, rule) : NULL;
}

void diagnostics_add(Diagnostics *diagnostics, Severity severity, const char *rule, Str path, int line, int column,
                     const char *format, ...)
{
    va_list args;
    RuleCount *counted = limited(diagnostics, severity, rule);
    if (counted && counted->count++ >= diagnostics->most) {
        diagnostics->count[severity]++;
        return;
    }
    va_start(args, format);
    add(diagnostics, (Diagnostic){.severity = severity, .path = path, .line = line, .column = column, .rule = rule},
        format, args);
    va_end(args);
}

bool diagnostics_fail(Diagnostics *diagnostics, Str path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(diagnostics, (Diagnostic){.severity = SEVERITY_FAILURE, .path = path}, format, args);
    va_end(args);
    return false;
}

bool diagnostics_fail_errno(Diagnostics *diagnostics, Str path, int error_number, const char *doing)
{
    return diagnostics_fail(diagnostics, path, "cannot %s: %s", doing, strerror(error_number));
}

static int by_place(const void *a, const void *b)
{
    const Diagnostic *x = *(const Diagnostic *const *)a, *y = *(const Diagnostic *const *)b;
    int order = str_compare(x->path, y->path);
    if (order) return order;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    return (x > y) - (x < y); /* as they were added */
}

const char *severity_name(Severity severity)
{
    static const char *const names[] = {"note", "warning", "error", "error"};
    return names[severity];
}

static void put_number(Buffer *out, int number)
{
    buffer_add_number(out, (size_t)number);
    buffer_add_char(out, ':');
}

static void put_line(Buffer *out, const Diagnostic *diagnostic, Str folder)
{
    bool is_below = diagnostic->rule && folder.len;
    if (is_below && diagnostic->path.len) BUFFER_ADD(out, folder, STR("/"));
    BUFFER_ADD(out, diagnostic->path.len ? diagnostic->path : STR("whyfix"), STR(":"));
    if (diagnostic->line) put_number(out, diagnostic->line);
    if (diagnostic->line && diagnostic->column) put_number(out, diagnostic->column);
    BUFFER_ADD(out, STR(" "), str_from(severity_name(diagnostic->severity)), STR(": "), diagnostic->message);
    if (diagnostic->rule) BUFFER_ADD(out, STR(" ["), str_from(diagnostic->rule), STR("]"));
    buffer_add_char(out, '\n');
}

/* Of those that were joined there may be too many yet. */
static bool is_printed(Diagnostics *diagnostics, const Diagnostic *diagnostic)
{
    RuleCount *counted = limited(diagnostics, diagnostic->severity, diagnostic->rule);
    return !counted || counted->printed++ < diagnostics->most;
}

static void put_more(Buffer *out, const Diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->rules.len; i++) {
        const RuleCount *rule = &diagnostics->rules.items[i];
        if (rule->count > diagnostics->most)
            buffer_printf(out, "whyfix: note: there are %zu more warnings like these: 'whyfix lint' lists them [%s]\n",
                          rule->count - diagnostics->most, rule->rule);
    }
}

void diagnostics_print(Diagnostics *diagnostics, FILE *out)
{
    enum { AT_ONCE = 64 * 1024 /* bytes: standard error has no buffer of its own */ };
    size_t count = diagnostics->list.len;
    const Diagnostic **sorted = ARENA_ARRAY(diagnostics->arena, const Diagnostic *, count + 1);
    for (size_t i = 0; i < count; i++) sorted[i] = &diagnostics->list.items[i];
    qsort(sorted, count, sizeof *sorted, by_place);
    Buffer lines = {0};
    for (size_t i = 0; i < count; i++) {
        if (is_printed(diagnostics, sorted[i])) put_line(&lines, sorted[i], diagnostics->folder);
        if (lines.len < AT_ONCE) continue;
        fwrite(lines.data, 1, lines.len, out);
        buffer_clear(&lines);
    }
    put_more(&lines, diagnostics);
    if (lines.len) fwrite(lines.data, 1, lines.len, out);
    buffer_free(&lines);
}

void diagnostics_join(Diagnostics *diagnostics, Diagnostics *other)
{
    for (size_t i = 0; i < other->list.len; i++) {
        const Diagnostic *each = &other->list.items[i];
        RuleCount *counted = other->most ? NULL : limited(diagnostics, each->severity, each->rule);
        VEC_PUSH(diagnostics->arena, &diagnostics->list, *each);
        if (counted) counted->count++;
    }
    for (size_t i = 0; i < other->rules.len; i++)
        count_of(diagnostics, other->rules.items[i].rule)->count += other->rules.items[i].count;
    for (size_t i = 0; i < sizeof other->count / sizeof *other->count; i++) diagnostics->count[i] += other->count[i];
    arena_adopt(diagnostics->arena, other->arena);
    *other = (Diagnostics){0};
}

size_t diagnostics_count(const Diagnostics *diagnostics)
{
    size_t all = 0;
    for (size_t i = 0; i < sizeof diagnostics->count / sizeof *diagnostics->count; i++) all += diagnostics->count[i];
    return all;
}

int diagnostics_exit_code(const Diagnostics *diagnostics, bool strict)
{
    if (diagnostics->count[SEVERITY_FAILURE]) return 3;
    if (diagnostics->count[SEVERITY_ERROR]) return 1;
    return strict && diagnostics->count[SEVERITY_WARNING] ? 1 : 0;
}
