/* What a site's pages are, before any is written: private to site/. Made once, then read by all workers. */
#ifndef WHYFIX_PLAN_H
#define WHYFIX_PLAN_H

#include "internal.h"
#include "plan_cache.h"

typedef struct TagGroup {
    Str name, file;
    VEC(const Entry *) entries;
} TagGroup;

enum { RELATED_MOST = 4 };
typedef struct Related {
    uint32_t entries[RELATED_MOST]; /* indexes into content->entries */
    uint32_t count;
} Related;
enum { RELATED_NUMBERS = sizeof(Related) / sizeof(uint32_t) };

typedef VEC(uint32_t) Translations; /* the original, which is first, and all of its translations, by their numbers */

/* A static file under the name that changes with its contents. */
typedef struct Asset {
    Str field; /* in templates: style_css */
    Str path;  /* static/style.0123abcd.css */
    Str plain; /* static/style.css */
    Str contents;
} Asset;

typedef struct Site Site;
typedef struct Page Page;
/* Puts what a page shows into its model. */
typedef void PageFill(const Site *site, const Page *page, Value *model);

struct Page {
    Str file; /* from the web root, without a variant's folder */
    const char *template;
    PageFill *fill;
    const void *subject; /* what the function knows: an entry, a section, a tag */
    size_t from, to;     /* part of a list; or the entry's number */
    const char *lang;
    Str updated;      /* of the newest entry it shows; empty: of no entry */
    bool is_listed;   /* in the sitemap */
    bool is_original; /* in no variant: a redirect */
};

struct Site {
    Arena *arena;
    const Content *content;
    Str root;
    SectionNode *sections;
    SectionNode **of_entry;
    const EntryLink *links;      /* by entry */
    VEC(TagGroup *) tags;        /* by name */
    StrMap *tag_of_name;         /* by fold_text() of it, since those that differ in script or case are one */
    CauseGroupVec causes;        /* those that several questions share first */
    size_t shared_causes;        /* how many of them: each has a page */
    Str *cause_files;            /* of those, their pages */
    const size_t *first_record;  /* by entry: the number of its first record in all */
    size_t *cause_of;            /* by record's number: its place in causes; SIZE_MAX: it names none */
    const Related *related;      /* by entry */
    VEC(const Entry *) frequent; /* symptoms of most causes */
    VEC(size_t) symptoms;        /* the numbers of entries that have causes */
    VEC(Asset) assets;
    VEC(Page) pages;
    Translations **translations; /* by entry; NULL: it has none, and for all: none has any */
    Str guide;                   /* markdown */
    const char *guide_lang;
};

/* Lists all pages; the arenas are as for site_build(). `cache` has what the last plan found, and gets what this one
 * does. False (reported) where a file cannot be read. */
bool plan_make(Arena *arena, Arena *memory, Str root, const Content *content, PlanCache *cache, Site *site,
               Diagnostics *diagnostics);

void tags_group(Site *site);
const TagGroup *tag_of(const Site *site, Arena *scratch, Str name); /* NULL: no tag of any entry */

/* The site's own file of templates/, or the built-in one (context: the root as a Str); a ThemeSource. */
Str site_template_source(void *context, Arena *arena, Str name);

/* The most similar other entries of each (related.c), by the telling words of their questions and causes; `kept` is as
 * for content_group_causes(). */
const Related *related_find(Arena *arena, const Content *content, Compared *kept);

/* Which entries are translations (translations.c), and those of one; none where it is none, and has none. */
void translations_group(Site *site);
const Translations *translations_of(const Site *site, size_t entry);

/* static/: the built-in files, each replaced by the site's own of the same name, and its further ones (assets.c). */
bool assets_read(Arena *arena, Site *site, Diagnostics *diagnostics);

/* A hash of all that a page shows (signature.c). 0 for pages that show much of the site, and are made each time.
 * `parts` is for its use. */
uint64_t page_signature(Buffer *parts, Arena *scratch, const Site *site, const Page *page);

/* ---- pages (pages.c): one filler a kind ------------------------------------------------------------------------- */
PageFill fill_start, fill_entry, fill_section, fill_tags, fill_tag, fill_all, fill_guide, fill_not_found, fill_redirect;
void page_set_title(Value *model, const char *string); /* an interface string */
void page_add_parts(const Site *site, const Page *page, Value *model);
/* A list of entries under the names of their sections, from an empty one on. */
typedef struct SectionList {
    Value *sections; /* a list */
    const SectionNode *last;
    Value *entries; /* of the last */
} SectionList;
void page_add_to_section(SectionList *list, const SectionNode *section, Value *link);

/* ---- from symptom to cause (cause_pages.c, diagnosis.c, cause_map.c)
 * ------------------------------------------------------- */
PageFill fill_causes, fill_cause, fill_map, fill_diagnose;
/* What the page of an entry, which is the `number`th, has of it where it has several causes: checks and a map. */
void diagnosis_fill(const Site *site, const Entry *entry, size_t number, Value *model);
/* The entry's causes as a drawing; `label` is what a screen reader calls it. */
Html cause_map_entry(Arena *arena, const Entry *entry, Str label);
/* Which questions share which of the causes [from, to). */
Html cause_map_shared(Arena *arena, const Site *site, size_t from, size_t to, Str label);

/* ---- for machines (feeds.c, json_ld.c) ----------------------------------------------------------------------------
 */

/* sitemap.xml (in parts above 50,000 addresses), feed.xml, robots.txt, opensearch.xml; the first two where site.yml has
 * a base_url. */
typedef bool WriteFile(void *context, Str name, Str contents);
bool feeds_write(const Site *site, const Value *strings, WriteFile *write, void *context);

/* A page lists so many questions; one that has more of them is in parts. */
enum { QUESTIONS_PER_PAGE = 1000 };
/* A section's page shows its answers, and tells search engines of them, up to this many questions. */
enum { SECTION_ANSWERS_MOST = 30 };
/* schema.org data of a page, ready to stand in a script element. */
Html json_ld_entry(Arena *arena, const Site *site, const Entry *entry, const SectionNode *section, Str description);
Html json_ld_section(Arena *arena, const Site *site, const SectionNode *section, const Entry *const *entries);

/* ---- variants (variants.c): pages in another script or region's words
 * ------------------------------------------------- */
typedef struct Variant Variant;
/* A converter to `lang`, one for each thread; NULL (reported) where OpenCC has none from the site's language. */
Variant *variant_open(Arena *arena, const Site *site, Str lang, Diagnostics *diagnostics);
void variant_close(Variant *variant); /* NULL is allowed */
/* Converts the texts of a page: not code, ids and addresses. Addresses of assets get one folder up. False (reported)
 * where OpenCC fails. */
bool variant_convert(Variant *variant, Str html, Buffer *out, Diagnostics *diagnostics);

/* Fills what the index keeps for the endpoint (meta.c); `hash` is an XXH3_state_t of all that was written. */
bool site_fill_meta(Arena *arena, const Site *site, Theme *theme, void *hash, SiteMeta *meta, Diagnostics *diagnostics);

#endif
