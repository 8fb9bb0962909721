#include "internal.h"

#include "builtin_files.inc" /* templates/ and static/ as bytes; made when the program is built */

size_t builtin_count(void)
{
    return sizeof builtin_files / sizeof *builtin_files;
}

Str builtin_path(size_t i)
{
    return str_from(builtin_files[i].path);
}

Str builtin_contents(size_t i)
{
    return (Str){builtin_files[i].data, builtin_files[i].len};
}

Str site_builtin(Str path)
{
    for (size_t i = 0; i < builtin_count(); i++)
        if (str_is(path, builtin_files[i].path)) return builtin_contents(i);
    return STR_NONE;
}
