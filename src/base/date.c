#include <stdlib.h>
#include <time.h>

#include "base.h"

int64_t date_now(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    return epoch && *epoch ? strtoll(epoch, NULL, 10) : (int64_t)time(NULL);
}

int64_t time_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

double clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static void put_digits(char *to, int number, size_t count)
{
    for (; count; number /= 10) to[--count] = (char)('0' + number % 10);
}

Str date_format(Arena *arena, int64_t seconds)
{
    time_t when = (time_t)seconds;
    struct tm date;
    if (!gmtime_r(&when, &date)) return STR("1970-01-01");
    int year = date.tm_year + 1900;
    if (year < 0 || year > 9999) return str_format(arena, "%04d-%02d-%02d", year, date.tm_mon + 1, date.tm_mday);
    char text[] = "0000-00-00";
    put_digits(text, year, 4);
    put_digits(text + 5, date.tm_mon + 1, 2);
    put_digits(text + 8, date.tm_mday, 2);
    return str_copy(arena, STR(text));
}
