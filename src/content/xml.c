#include "xml.h"

#include <pthread.h>

#include "base/base.h"

static Xml library;

static void load(void)
{
#define LOOK_UP(function) LIBRARY_FUNCTION(library, function),
    const LibraryFunction functions[] = {XML_FUNCTIONS(LOOK_UP)};
#undef LOOK_UP
    if (!library_load("libxml2.so.2", functions, sizeof functions / sizeof *functions))
        library_missing("libxml2.so.2", "libxml2");
    library.xmlInitParser();
}

const Xml *xml_library(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return &library;
}
