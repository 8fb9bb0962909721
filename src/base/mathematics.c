/* The functions of libm, which is loaded with the first call of one: few runs of the tool count logarithms, and
 * SQLite's SQL functions want all of these at each start. Linked into the tool alone, in the place of -lm. */
#include <pthread.h>

#include "base.h"

/* Their names are the C library's (C17, 7.12), which its headers must not declare as well. */
#define OF_ONE(DO)                                                                                                     \
    DO(acos)                                                                                                           \
    DO(acosh)                                                                                                          \
    DO(asin)                                                                                                           \
    DO(asinh)                                                                                                          \
    DO(atan)                                                                                                           \
    DO(atanh)                                                                                                          \
    DO(ceil)                                                                                                           \
    DO(cos) DO(cosh) DO(exp) DO(floor) DO(log) DO(log10) DO(log2) DO(sin) DO(sinh) DO(sqrt) DO(tan) DO(tanh) DO(trunc)
#define OF_TWO(DO) DO(atan2) DO(fmod) DO(pow)

typedef struct Mathematics {
#define DECLARE_ONE(name) double (*(name))(double);
#define DECLARE_TWO(name) double (*(name))(double, double);
    OF_ONE(DECLARE_ONE)
    OF_TWO(DECLARE_TWO)
    float (*logf)(float);
} Mathematics;

static Mathematics library;

static void load(void)
{
#define LOOK_UP(name) LIBRARY_FUNCTION(library, name),
    const LibraryFunction functions[] = {OF_ONE(LOOK_UP) OF_TWO(LOOK_UP) LOOK_UP(logf)};
    if (!library_load("libm.so.6", functions, sizeof functions / sizeof *functions))
        library_missing("libm.so.6", "libc6");
}

static const Mathematics *loaded(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return &library;
}

#define DEFINE_ONE(name)                                                                                               \
    double name(double x);                                                                                             \
    double name(double x)                                                                                              \
    {                                                                                                                  \
        return loaded()->name(x);                                                                                      \
    }
#define DEFINE_TWO(name)                                                                                               \
    double name(double x, double y);                                                                                   \
    double name(double x, double y)                                                                                    \
    {                                                                                                                  \
        return loaded()->name(x, y);                                                                                   \
    }
OF_ONE(DEFINE_ONE)
OF_TWO(DEFINE_TWO)

float logf(float x);
float logf(float x)
{
    return loaded()->logf(x);
}
