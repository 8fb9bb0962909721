#include <dlfcn.h>
#include <string.h>

#include "base.h"

bool library_load(const char *file, const LibraryFunction *functions, size_t count)
{
    void *handle = dlopen(file, RTLD_NOW);
    for (size_t i = 0; i < count; i++) {
        void *function = handle ? dlsym(handle, functions[i].name) : NULL;
        if (!function) return false;
        memcpy(functions[i].place, &function, sizeof function);
    }
    return handle;
}
