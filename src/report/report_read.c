#include <jansson.h>
#include <string.h>
#include <time.h>

#include "report.h"
#include "text/text.h"

/* 2024-05-06T07:08:09.123Z; false where it is none. */
static bool read_time(const char *text, int64_t *time_ms)
{
    struct tm date = {0};
    int ms = 0, used = 0;
    if (!text || sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%n", &date.tm_year, &date.tm_mon, &date.tm_mday, &date.tm_hour,
                        &date.tm_min, &date.tm_sec, &used) != 6)
        return false;
    if (text[used] == '.') sscanf(text + used, ".%3d", &ms);
    date.tm_year -= 1900;
    date.tm_mon -= 1;
    *time_ms = (int64_t)timegm(&date) * 1000 + ms;
    return true;
}

static Str text_of(Report *report, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? str_copy(report->arena, str_from(text)) : STR("");
}

/* {"feedback":{"entry","solved","reason","text"}} or {"click":{"query","entry"}}; false where it is neither. */
static bool read_answer(Report *report, const json_t *object)
{
    const json_t *feedback = json_object_get(object, "feedback"), *click = json_object_get(object, "click");
    if (json_is_object(feedback)) {
        Feedback said = {.entry = text_of(report, feedback, "entry"),
                         .reason = text_of(report, feedback, "reason"),
                         .text = text_of(report, feedback, "text"),
                         .is_solved = json_is_true(json_object_get(feedback, "solved"))};
        VEC_PUSH(report->arena, &report->feedback, said);
    } else if (json_is_object(click)) {
        Click opened = {fold_key(report->arena, text_of(report, click, "query")), text_of(report, click, "entry")};
        VEC_PUSH(report->arena, &report->clicks, opened);
    }
    return feedback || click;
}

static void read_line(Report *report, Str path, int number, Str line, Diagnostics *diagnostics)
{
    json_error_t error;
    json_t *object = json_loadb(line.data, line.len, 0, &error);
    const char *query = json_string_value(json_object_get(object, "query"));
    const char *top = json_string_value(json_object_get(object, "top"));
    Search search = {.order = report->log.len};
    bool is_search = query && json_is_integer(json_object_get(object, "results")) &&
                     read_time(json_string_value(json_object_get(object, "time")), &search.time_ms);
    if (is_search) {
        json_int_t results = json_integer_value(json_object_get(object, "results"));
        search.query = str_trim(str_copy(report->arena, str_from(query)));
        search.key = fold_key(report->arena, search.query);
        search.top = top ? str_copy(report->arena, str_from(top)) : STR_NONE;
        search.results = results > 0 ? (size_t)results : 0;
        if (search.key.len) VEC_PUSH(report->arena, &report->log, search);
    } else if (!read_answer(report, object)) {
        diagnostics_add(diagnostics, SEVERITY_WARNING, "query-log", path, number, 0,
                        "no line of a query log; it is passed over: a line has time, query and results");
    }
    json_decref(object);
}

bool report_read(Report *report, Str path, Diagnostics *diagnostics)
{
    Str bytes, line;
    Arena *scratch = arena_new();
    bool done = file_read(scratch, path, &bytes, diagnostics);
    CleanReport cleaning;
    Str rest = done ? text_clean(scratch, bytes, &cleaning) : STR("");
    for (int number = 1; str_next(&rest, '\n', &line); number++)
        if (str_trim(line).len) read_line(report, path, number, line, diagnostics);
    arena_free(scratch);
    return done;
}
