#include <getopt.h>

#include "cmd.h"
#include "site/site.h"

static const struct option options[] = {{"lang", required_argument, NULL, 'l'},
                                        {"title", required_argument, NULL, 't'},
                                        {"help", no_argument, NULL, 'h'},
                                        {0}};

/* What a new site begins with; the files stand in templates/, under names with the language in them. */
static const struct {
    const char *source, *target;
} files[] = {{"faq.%s.md", "content/faq.md"},
             {"synonyms.%s.txt", "content/synonyms.txt"},
             {"queries.%s.jsonl", "content/queries.jsonl"}};
enum { FILES = sizeof files / sizeof *files };

static Str source_of(Arena *arena, const char *name, const char *lang)
{
    Buffer path = {0};
    Str rest = str_from(name), before;
    buffer_add_text(&path, "templates/init.");
    str_next(&rest, '%', &before);
    buffer_printf(&path, "%.*s%s%.*s", STR_ARG(before), lang, STR_ARG(str_slice(rest, 1, rest.len)));
    Str source = site_builtin(buffer_take(&path, arena));
    buffer_free(&path);
    return source;
}

static bool write_settings(Job *job, Str folder, const char *lang, Str title)
{
    Buffer text = {0};
    Json quoted = json_writer(&text); /* a string of JSON is one of YAML */
    buffer_add_text(&text, "# every key: README.md, \"A knowledge base of your own\"\ntitle: ");
    json_put_str(&quoted, title);
    buffer_printf(&text, "\nlang: %s\n# base_url: https://kb.example.com/\n", lang);
    if (str_is(str_from(lang), "zh-Hant")) buffer_add_text(&text, "variants: [zh-Hans]\n");
    if (str_is(str_from(lang), "zh-Hans")) buffer_add_text(&text, "variants: [zh-Hant]\n");
    bool done =
        file_write(path_join(job->arena, folder, STR("content/site.yml")), buffer_str(&text), &job->diagnostics);
    buffer_free(&text);
    return done;
}

static int run(Job *job, int argc, char **argv)
{
    const char *lang = "zh-Hant";
    Str title = STR("FAQ");
    for (int letter; (letter = cmd_option(job, argc, argv, ":l:t:h", options)) != -1;) {
        if (letter == 'h') return EXIT_DONE;
        if (letter == '?') return EXIT_USAGE;
        if (letter == 'l') lang = optarg;
        if (letter == 't') title = str_from(optarg);
    }
    if (argc - optind != 1) return cmd_usage(job, "name the folder of the new knowledge base");
    if (!source_of(job->arena, files[0].source, lang).data)
        return cmd_usage(job, "there is no beginning in '%s': choose zh-Hant, zh-Hans or en", lang);
    Str folder = path_join(job->arena, job->root, str_from(argv[optind]));
    if (file_exists(path_join(job->arena, folder, STR("content"))))
        return cmd_usage(job, "%s has a content folder already", argv[optind]);
    bool done = write_settings(job, folder, lang, title);
    for (size_t i = 0; i < FILES && done; i++)
        done = file_write(path_join(job->arena, folder, str_from(files[i].target)),
                          source_of(job->arena, files[i].source, lang), &job->diagnostics);
    if (!done) return EXIT_MACHINE;
    printf("A knowledge base begins in %s/content/. See it with:\n\n  whyfix -C %s serve\n", argv[optind],
           argv[optind]);
    return EXIT_DONE;
}

const Command cmd_init = {
    "init",
    "[--lang L] [--title TEXT] DIR",
    "begins a new knowledge base",
    "  DIR              gets content/ with settings, two entries, synonyms and queries that test the search\n"
    "  -l, --lang       zh-Hant (default), zh-Hans or en\n"
    "  -t, --title      of the site\n",
    run,
};
