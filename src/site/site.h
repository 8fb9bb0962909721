/* site: records → pages. Templates (Mustache) are the site's own or built in, file by file. */
#ifndef WHYFIX_SITE_H
#define WHYFIX_SITE_H

#include <stdatomic.h>

#include "content/content.h"
#include "index/index.h"
#include "mustache.h"

/* ---- the theme: templates and interface strings (theme.c) -------------------------------------------------------- */

typedef struct Theme Theme;

/* The source of a file of templates/, or STR_NONE where there is none. */
typedef Str ThemeSource(void *context, Arena *arena, Str name);

/* A theme whose files come from `source`; compiled when first used. All lives in the arena. */
Theme *theme_new(Arena *arena, ThemeSource *source, void *context, Diagnostics *diagnostics);
/* The interface strings of a language (templates/strings.LANG.txt) as an object; English where it has none. */
Value *theme_strings(Theme *theme, Str lang);
/* Fills the template. False (reported) where it does not exist or is malformed. `name` is a literal. `common` is what
 * many pages have in common, which is put into the template once: it must not change, and its names are those of no
 * value in any model. NULL: there is nothing of the kind. */
bool theme_render(Theme *theme, Buffer *out, const char *name, const Value *common, const Value *model);

/* An interface string of a page's model; empty where there is none. */
Str site_string(const Value *model, const char *name);

/* A file that the program carries ("templates/page.html"), or STR_NONE. */
Str site_builtin(Str path);

/* ---- building (build.c) ------------------------------------------------------------------------------------------ */

typedef struct SiteMeta {
    VEC(IndexMeta) list;           /* for index_write(): the build id, and what the endpoint's pages are made of */
    Str build;                     /* the id alone */
    const struct PageCache *pages; /* for site_write_cache(), as is the next */
    const struct PlanCache *plan;
} SiteMeta;

/* Where a site is written. */
typedef struct SiteOutput {
    const Config *config;
    CacheFile pages;   /* what the published pages were made of; owned by all that they depend on beside the content */
    CacheFile plan;    /* what the last build found by comparing; owned by the program */
    OpenFolder folder; /* its web root, of what is not published */
    Str previous;      /* the one that is published now: files that say the same stay there; empty: none do */
    FileNames *published, *made;   /* what is in that one, and in one in which all is made anew; else NULL */
    atomic_size_t *kept, *written; /* how many files stay, and how many were written */
} SiteOutput;

/* Writes all pages and files of a site that are not published as they are to the output's folder. `root` is where
 * content/, and perhaps templates/ and static/, are. The arena may be content_arena()'s; `memory` may not: it is for
 * what pages look at here and there. False (reported) where a template is malformed or a file cannot be written. */
bool site_build(Arena *arena, Arena *memory, Str root, const Content *content, const SiteOutput *output, SiteMeta *meta,
                Diagnostics *diagnostics);

/* Writes the caches for the next build, when what this one has made is published: that of pages for it. */
void site_write_cache(const Content *content, const SiteMeta *meta, const SiteOutput *output, const CacheFile *pages);

/* Writes a text file of this name, and beside it what site.yml's `compress` asks for (output.c). */
bool site_write_text(Arena *arena, const SiteOutput *output, Str name, Str contents, Diagnostics *diagnostics);
/* Leaves it where it is published, if it has this size there, in bytes, and nobody has written to it since. */
bool site_keep_text(Arena *arena, const SiteOutput *output, Str name, int64_t size, int64_t since);

/* Notes that a file is made anew, which who writes it does. */
void site_meet_file(const SiteOutput *output, Str name);
/* Whether a file of this site has the name. */
bool site_has_file(Arena *arena, const SiteOutput *output, Str name);

/* Keys of the index under which the endpoint finds its theme: this, and the file's name. */
#define SITE_META_TEMPLATE "template."
#define SITE_META_ROOT     "root" /* the way from the endpoint to the web root */
#define SITE_META_TITLE    "title"
#define SITE_META_VARIANTS "variants" /* languages, a line each */
#define SITE_META_ASSETS   "assets"   /* a line each: its name in templates, a tab, its path from the web root */
#define SITE_META_SEARCH   "search"   /* the endpoint's address from the web root */

/* What pages of one language have in common. `to_root` is the way from the page to the web root. */
Value *site_common(Arena *arena, Theme *theme, Str lang, Str site_title, Str search, Str to_root);

/* Reports the questions that a published site has (its folder www/) and the new one has not, under any address: links
 * to them from elsewhere would break (dropped.c). `names` are those of its files; those of the new one have been met.
 */
void site_report_dropped(Arena *arena, Str published, const FileNames *names, Diagnostics *diagnostics);

#endif
