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

/* One write a line: appended lines of many processes do not mix (POSIX, write(), O_APPEND). */
bool query_log_add(int log, const LoggedSearch *search)
{
    enum { QUERY_MOST = 2000 /* bytes; a pasted log is told by its beginning */ };
    struct timespec now;
    struct tm date;
    clock_gettime(CLOCK_REALTIME, &now);
    if (!gmtime_r(&now.tv_sec, &date)) return true;
    char text[80];
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ", date.tm_year + 1900, date.tm_mon + 1,
             date.tm_mday, date.tm_hour, date.tm_min, date.tm_sec, now.tv_nsec / 1000000);
    size_t length = search->query.len < QUERY_MOST ? search->query.len : QUERY_MOST;
    while (length > 0 && length < search->query.len && ((unsigned char)search->query.data[length] & 0xC0) == 0x80)
        length--;
    Buffer line = {0};
    Json json = json_writer(&line);
    json_put_object_start(&json);
    json_put_key(&json, "time"), json_put_str(&json, str_from(text));
    json_put_key(&json, "query"), json_put_str(&json, str_slice(search->query, 0, length));
    json_put_key(&json, "results"), json_put_int(&json, (int64_t)search->total);
    json_put_key(&json, "top"), json_put_str_or_null(&json, search->top);
    json_put_key(&json, "took_ms"), json_put_real(&json, search->took_ms);
    json_put_object_end(&json);
    buffer_add_char(&line, '\n');
    bool done = write(log, line.data, line.len) == (ssize_t)line.len;
    buffer_free(&line);
    return done;
}
