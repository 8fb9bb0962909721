#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "internal.h"

int query_log_open(Str path)
{
    return path.len ? open(path.data, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640) : -1;
}

/* Begins a line with the time. */
static Json start_line(Buffer *line)
{
    struct timespec now;
    struct tm date = {0};
    char text[80];
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &date);
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ", date.tm_year + 1900, date.tm_mon + 1,
             date.tm_mday, date.tm_hour, date.tm_min, date.tm_sec, now.tv_nsec / 1000000);
    Json json = json_writer(line);
    json_put_object_start(&json);
    json_put_key(&json, "time"), json_put_str(&json, str_from(text));
    return json;
}

/* One write a line: appended lines of many processes do not mix (POSIX, write(), O_APPEND). */
static bool write_line(int log, Buffer *line, Json *json)
{
    json_put_object_end(json);
    buffer_add_char(line, '\n');
    bool done = write(log, line->data, line->len) == (ssize_t)line->len;
    buffer_free(line);
    return done;
}

enum { QUERY_MOST = 2000 /* bytes; a pasted log is told by its beginning */ };

bool query_log_add(int log, const LoggedSearch *search)
{
    Buffer line = {0};
    Json json = start_line(&line);
    json_put_key(&json, "query"), json_put_str(&json, utf8_cut(search->query, QUERY_MOST));
    json_put_key(&json, "results"), json_put_int(&json, (int64_t)search->total);
    json_put_key(&json, "top"), json_put_str_or_null(&json, search->top);
    json_put_key(&json, "took_ms"), json_put_real(&json, search->took_ms);
    return write_line(log, &line, &json);
}

bool query_log_add_feedback(int log, const LoggedFeedback *feedback)
{
    Buffer line = {0};
    Json json = start_line(&line);
    json_put_key(&json, "feedback"), json_put_object_start(&json);
    json_put_key(&json, "entry"), json_put_str(&json, feedback->entry);
    json_put_key(&json, "solved"), json_put_bool(&json, feedback->is_solved);
    json_put_key(&json, "reason"), json_put_str_or_null(&json, feedback->reason);
    json_put_key(&json, "text"), json_put_str_or_null(&json, feedback->text);
    json_put_object_end(&json);
    return write_line(log, &line, &json);
}

bool query_log_add_click(int log, Str query, Str entry)
{
    Buffer line = {0};
    Json json = start_line(&line);
    json_put_key(&json, "click"), json_put_object_start(&json);
    json_put_key(&json, "query"), json_put_str(&json, utf8_cut(query, QUERY_MOST));
    json_put_key(&json, "entry"), json_put_str(&json, entry);
    json_put_object_end(&json);
    return write_line(log, &line, &json);
}
