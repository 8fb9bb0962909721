/* Shared by the files of site/ alone. */
#ifndef WHYFIX_SITE_INTERNAL_H
#define WHYFIX_SITE_INTERNAL_H

#include "site.h"

/* The files that the program carries (builtin.c): "templates/page.html", "static/style.css". */
size_t builtin_count(void);
Str builtin_path(size_t i);
Str builtin_contents(size_t i);

/* Sections as a tree (sections.c): each has a page. */
typedef struct SectionNode {
    Str name;         /* the last part of its path; empty: the root */
    Str title;        /* the parts, for messages and ids */
    Str file;         /* of its page, from the web root */
    VEC(Html) intros; /* what stands under its headings, in order */
    struct SectionNode *parent;
    VEC(struct SectionNode *) children;
    VEC(const Entry *) entries; /* its own, without those of its children */
    size_t total;               /* with them */
    bool has_page;              /* there is something to show: entries, or text, here or below */
} SectionNode;

/* The root of the tree of all sections. `of_entry` gets the node of each entry, in the order of content->entries. */
SectionNode *sections_build(Arena *arena, const Content *content, SectionNode **of_entry);

Html section_intro(Arena *arena, const SectionNode *section);

/* A page that leads on from an address that entries had before (redirects.c). */
typedef struct RedirectTarget {
    Str anchor; /* of the old page; may be empty */
    const Entry *entry;
} RedirectTarget;
typedef struct Redirect {
    Str file; /* from the web root */
    VEC(RedirectTarget) targets;
} Redirect;
typedef VEC(Redirect *) RedirectVec;

/* Those of all entries. One from an address that a page has is reported and left out. */
RedirectVec redirects_of(Arena *arena, const Content *content, Diagnostics *diagnostics);
void model_add_redirect(Value *model, const Redirect *page);

/* The file of a page, kind.ID.html by its title. The second of those whose titles make the same id, as "Disk" and
 * "disk" or "C" and "C++" do, gets another (`files` has those before): neither page is lost. */
Str page_file_of(Arena *arena, StrMap *files, const char *kind, Str title);

/* What a link shows of an entry (entry_links.c), and the hash by which it is known whether that has changed. */
typedef struct EntryLink {
    Str url, question;
    const char *lang;
    uint64_t hash;
    uint32_t record_count;
    EntryKind kind;
} EntryLink;
/* Of all entries, close together: pages look at them here and there. Their texts are copies, also close together. */
const EntryLink *entry_links_of(Arena *memory, Arena *texts, const Content *content);
EntryLink entry_link_of(Arena *arena, const Entry *entry); /* of one; its question is a view */

/* Models of pages (model.c): objects for templates. `lang` is the page's; a link says its own where that is another. */
Value *model_link(Arena *arena, Str lang, const EntryLink *entry);
Value *model_entry_link(Arena *arena, Str lang, const Entry *entry);
Value *model_section_link(Arena *arena, const Content *content, Str lang, const SectionNode *section,
                          size_t entries_most);
void model_add_breadcrumbs(Value *model, const SectionNode *section);
void model_add_entry(Value *model, const Entry *entry, Str description);
/* A short text for search engines, link previews and feeds: the text's beginning on one line. */
Str model_description(Arena *arena, Str text);

/* The files of strings that a language may have, the closest first (theme.c): zh-TW has strings.zh-TW.txt, or
 * strings.zh-Hant.txt, or English. Returns how many. */
enum { STRINGS_MOST = 8 };
size_t theme_strings_files(Arena *arena, Str lang, Str names[STRINGS_MOST]);

#endif
