/* Run when the program is built: prints files as C data, so that the program carries them with it.
 *
 *   generate_files NAME FILE...  →  static const struct { const char *path, *data; size_t len; } NAME[] = { … }; */
#include <stdio.h>
#include <string.h>

static int print_file(const char *name, int number, const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    if (!file) return perror(path), 1;
    printf("static const char %s_%d[] = {", name, number);
    *len = 0;
    for (int c; (c = getc(file)) != EOF; ++*len) printf("%s%d,", *len % 24 ? "" : "\n", c < 128 ? c : c - 256);
    puts("0};");
    int failed = ferror(file);
    fclose(file);
    return failed;
}

int main(int argc, char **argv)
{
    static size_t lengths[4096];
    if (argc < 3 || argc > 4096) return fputs("usage: generate_files NAME FILE...\n", stderr), 2;
    for (int i = 2; i < argc; i++)
        if (print_file(argv[1], i - 2, argv[i], &lengths[i])) return 1;
    printf("static const struct { const char *path, *data; size_t len; } %s[] = {\n", argv[1]);
    for (int i = 2; i < argc; i++) printf("    {\"%s\", %s_%d, %zu},\n", argv[i], argv[1], i - 2, lengths[i]);
    puts("};");
    return fflush(stdout) != 0;
}
