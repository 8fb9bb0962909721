#include "report.h"
#include "site/site.h"
#include "text/text.h"

enum { FOUND_MOST = 50 /* in text and page; JSON has all */ };

static size_t searches_of(const Report *report, size_t *without)
{
    size_t searches = 0;
    *without = 0;
    for (size_t i = 0; i < report->days.len; i++) {
        searches += report->days.items[i].searches;
        *without += report->days.items[i].without;
    }
    return searches;
}

static void write_gaps(Buffer *out, const Report *report)
{
    buffer_printf(out, "\nTo write or to mend:%s\n", report->gaps.len ? "" : " nothing");
    for (size_t i = 0; i < report->gaps.len; i++) {
        const Gap *gap = &report->gaps.items[i];
        if (gap->path.len)
            buffer_printf(out, "%.*s:%d: ", STR_ARG(gap->path), gap->line);
        else
            buffer_add_text(out, "(no entry): ");
        if (gap->count) buffer_printf(out, "%zu × ", gap->count);
        buffer_printf(out, "%s: %.*s\n", gap->kind, STR_ARG(gap->what));
    }
}

void report_write_text(Buffer *out, const Report *report)
{
    size_t without, searches = searches_of(report, &without);
    size_t days = report->days.len;
    buffer_printf(out, "%zu search%s in %zu day%s, %zu without a result (keystrokes left out: %zu)\n", searches,
                  searches == 1 ? "" : "es", days, days == 1 ? "" : "s", without, report->keystrokes);
    buffer_printf(out, "\nNot found:%s\n", report->missed.len ? "" : " nothing");
    for (size_t i = 0; i < report->missed.len; i++) {
        const AskedQuery *asked = &report->missed.items[i];
        buffer_printf(out, "%6zu  %.*s  (last %.*s)\n", asked->count, STR_ARG(asked->query), STR_ARG(asked->last));
        for (size_t n = 0; n < asked->near.len; n++)
            buffer_printf(out, "          near: %.*s  %.*s\n", STR_ARG(asked->near.items[n].entry),
                          STR_ARG(asked->near.items[n].text));
    }
    buffer_printf(out, "\nFound:%s\n", report->found.len ? "" : " nothing");
    for (size_t i = 0; i < report->found.len && i < FOUND_MOST; i++) {
        const AskedQuery *asked = &report->found.items[i];
        buffer_printf(out, "%6zu  %.*s  → %.*s\n", asked->count, STR_ARG(asked->query), STR_ARG(asked->top));
    }
    if (report->found.len > FOUND_MOST) buffer_printf(out, "        and %zu more\n", report->found.len - FOUND_MOST);
    write_gaps(out, report);
}

static void put_gap(Json *json, const Gap *gap)
{
    json_put_object_start(json);
    json_put_key(json, "kind"), json_put_str(json, str_from(gap->kind));
    json_put_key(json, "count"), json_put_int(json, (int64_t)gap->count);
    json_put_key(json, "what"), json_put_str(json, gap->what);
    json_put_key(json, "entry"), json_put_str_or_null(json, gap->entry.len ? gap->entry : STR_NONE);
    json_put_key(json, "path"), json_put_str_or_null(json, gap->path.len ? gap->path : STR_NONE);
    json_put_key(json, "line"), json_put_int(json, gap->line);
    json_put_object_end(json);
}

static void put_query(Json *json, const AskedQuery *asked)
{
    json_put_object_start(json);
    json_put_key(json, "query"), json_put_str(json, asked->query);
    json_put_key(json, "count"), json_put_int(json, (int64_t)asked->count);
    json_put_key(json, "results"), json_put_int(json, (int64_t)asked->results);
    json_put_key(json, "top"), json_put_str_or_null(json, asked->top);
    json_put_key(json, "last"), json_put_str(json, asked->last);
    json_put_key(json, "near"), json_put_array_start(json);
    for (size_t n = 0; n < asked->near.len; n++) {
        json_put_object_start(json);
        json_put_key(json, "entry"), json_put_str(json, asked->near.items[n].entry);
        json_put_key(json, "question"), json_put_str(json, asked->near.items[n].text);
        json_put_object_end(json);
    }
    json_put_array_end(json);
    json_put_object_end(json);
}

void report_write_json(Buffer *out, const Report *report)
{
    Json json = json_writer(out);
    size_t without, searches = searches_of(report, &without);
    json_put_object_start(&json);
    json_put_key(&json, "searches"), json_put_int(&json, (int64_t)searches);
    json_put_key(&json, "without_results"), json_put_int(&json, (int64_t)without);
    json_put_key(&json, "keystrokes"), json_put_int(&json, (int64_t)report->keystrokes);
    json_put_key(&json, "not_found"), json_put_array_start(&json);
    for (size_t i = 0; i < report->missed.len; i++) put_query(&json, &report->missed.items[i]);
    json_put_array_end(&json);
    json_put_key(&json, "found"), json_put_array_start(&json);
    for (size_t i = 0; i < report->found.len; i++) put_query(&json, &report->found.items[i]);
    json_put_array_end(&json);
    json_put_key(&json, "gaps"), json_put_array_start(&json);
    for (size_t i = 0; i < report->gaps.len; i++) put_gap(&json, &report->gaps.items[i]);
    json_put_array_end(&json);
    json_put_key(&json, "days"), json_put_array_start(&json);
    for (size_t i = 0; i < report->days.len; i++) {
        const ReportDay *day = &report->days.items[i];
        json_put_object_start(&json);
        json_put_key(&json, "date"), json_put_str(&json, day->date);
        json_put_key(&json, "searches"), json_put_int(&json, (int64_t)day->searches);
        json_put_key(&json, "without_results"), json_put_int(&json, (int64_t)day->without);
        json_put_object_end(&json);
    }
    json_put_array_end(&json);
    json_put_object_end(&json);
    buffer_add_char(out, '\n');
}

/* ---- the page ---------------------------------------------------------------------------------------------------- */

static Str source(void *context, Arena *arena, Str name)
{
    (void)context;
    return site_builtin(path_join(arena, STR("templates"), name));
}

/* Bars in a box of 800 × 200 units: a day is a column, its searches a bar, and those without a result a part of it. */
static Value *model_plot(Arena *arena, const Report *report)
{
    enum { WIDTH = 800, HEIGHT = 200 };
    Value *bars = value_list(arena);
    size_t most = 1;
    for (size_t i = 0; i < report->days.len; i++)
        if (report->days.items[i].searches > most) most = report->days.items[i].searches;
    for (size_t i = 0; i < report->days.len; i++) {
        const ReportDay *day = &report->days.items[i];
        Value *bar = value_object(arena);
        double step = (double)WIDTH / (double)report->days.len, scale = (double)HEIGHT / (double)most;
        double height = (double)day->searches * scale, missed = (double)day->without * scale;
        value_set_text(bar, "date", day->date);
        value_set_number(bar, "searches", day->searches);
        value_set_number(bar, "without", day->without);
        value_set_text(bar, "x", str_format(arena, "%.2f", step * (double)i));
        value_set_text(bar, "width", str_format(arena, "%.2f", step > 4 ? step - 1 : step));
        value_set_text(bar, "y", str_format(arena, "%.2f", HEIGHT - height));
        value_set_text(bar, "height", str_format(arena, "%.2f", height));
        value_set_text(bar, "missed_y", str_format(arena, "%.2f", HEIGHT - missed));
        value_set_text(bar, "missed_height", str_format(arena, "%.2f", missed));
        value_push(bars, bar);
    }
    return bars;
}

static Value *model_query(Arena *arena, const AskedQuery *asked)
{
    Value *row = value_object(arena), *near = value_list(arena);
    value_set_text(row, "query", asked->query);
    value_set_number(row, "count", asked->count);
    value_set_text(row, "last", asked->last);
    value_set_text(row, "top", asked->top);
    for (size_t n = 0; n < asked->near.len; n++) {
        Value *link = value_object(arena);
        value_set_text(link, "entry", asked->near.items[n].entry);
        value_set_text(link, "question", asked->near.items[n].text);
        value_push(near, link);
    }
    value_set(row, "near", near);
    return row;
}

static Value *model_gap(Arena *arena, const Gap *gap)
{
    Value *row = value_object(arena);
    value_set_text(row, "kind", str_from(gap->kind));
    if (gap->count) value_set_number(row, "count", gap->count);
    value_set_text(row, "what", gap->what);
    if (gap->path.len) value_set_text(row, "place", str_format(arena, "%.*s:%d", STR_ARG(gap->path), gap->line));
    return row;
}

bool report_write_html(Buffer *out, const Report *report, Diagnostics *diagnostics)
{
    Arena *arena = report->arena;
    size_t without, searches = searches_of(report, &without);
    Value *model = value_object(arena), *missed = value_list(arena), *found = value_list(arena);
    for (size_t i = 0; i < report->missed.len; i++) value_push(missed, model_query(arena, &report->missed.items[i]));
    for (size_t i = 0; i < report->found.len && i < FOUND_MOST; i++)
        value_push(found, model_query(arena, &report->found.items[i]));
    Value *gaps = value_list(arena);
    for (size_t i = 0; i < report->gaps.len; i++) value_push(gaps, model_gap(arena, &report->gaps.items[i]));
    value_set(model, "gaps", gaps);
    value_set_bool(model, "has_gaps", gaps->items.len > 0);
    value_set_number(model, "searches", searches);
    value_set_number(model, "without", without);
    value_set_number(model, "keystrokes", report->keystrokes);
    value_set_number(model, "days", report->days.len);
    if (report->days.len) {
        value_set_text(model, "first_day", report->days.items[0].date);
        value_set_text(model, "last_day", report->days.items[report->days.len - 1].date);
    }
    value_set(model, "bars", model_plot(arena, report));
    value_set(model, "missed", missed);
    value_set(model, "found", found);
    return theme_render(theme_new(arena, source, NULL, diagnostics), out, "report.html", NULL, model);
}
