/* Addresses that an entry had before: a page for each, that leads on to it. */
#include "internal.h"

/* old-id, old/page.html or old/folder/ as a file below the web root, each part fit for one; empty where nothing is
 * left. */
static Str file_of(Arena *arena, Str address)
{
    bool is_folder = str_ends(address, STR("/"));
    Buffer file = {0};
    Str part, rest = address;
    while (str_next(&rest, '/', &part)) {
        Str clean = id_clean(arena, part);
        if (clean.len) buffer_printf(&file, "%s%.*s", file.len ? "/" : "", STR_ARG(clean));
    }
    if (file.len && is_folder)
        buffer_add_text(&file, "/index.html");
    else if (file.len && !str_ends(buffer_str(&file), STR(".html")))
        buffer_add_text(&file, ".html");
    Str result = buffer_take(&file, arena);
    buffer_free(&file);
    return result;
}

RedirectVec redirects_of(Arena *arena, const Content *content, Diagnostics *diagnostics)
{
    RedirectVec pages = {0};
    StrMap *by_file = str_map_new(arena); /* addresses */
    for (size_t e = 0; e < content->entries.len; e++) {
        const Entry *entry = content->entries.items[e];
        content_rest(content, e);
        for (size_t i = 0; i < entry->redirects.len; i++) {
            Str address = entry->redirects.items[i];
            ptrdiff_t hash = str_find(address, STR("#"));
            Str anchor = hash >= 0 ? id_clean(arena, str_slice(address, (size_t)hash + 1, address.len)) : STR("");
            Str file = file_of(arena, hash >= 0 ? str_slice(address, 0, (size_t)hash) : address);
            Str id = str_ends(file, STR(".html")) ? str_slice(file, 0, file.len - 5) : file;
            size_t index;
            if (!file.len || str_equal(id, entry->id)) continue;
            if (content_find_entry(content, id, &index) || id_is_reserved(id)) {
                diagnostics_add(diagnostics, SEVERITY_WARNING, "redirect", entry->path, entry->line, 0,
                                "the redirect from '%.*s' is left out: a page has that name", STR_ARG(address));
                continue;
            }
            size_t page_at;
            if (!str_map_get(by_file, file, &page_at)) {
                Redirect *page = ARENA_NEW(arena, Redirect);
                page->file = file;
                page_at = (size_t)page;
                str_map_set(by_file, file, page_at);
                VEC_PUSH(arena, &pages, page);
            }
            VEC_PUSH(arena, &((Redirect *)page_at)->targets, ((RedirectTarget){anchor, entry}));
        }
    }
    return pages;
}

void model_add_redirect(Value *model, const Redirect *page)
{
    Arena *arena = model->arena;
    Buffer up = {0};
    for (size_t i = 0; i < page->file.len; i++)
        if (page->file.data[i] == '/') buffer_add_text(&up, "../");
    Str to_root = buffer_take(&up, arena);
    buffer_free(&up);
    Value *targets = value_list(arena);
    for (size_t i = 0; i < page->targets.len; i++) {
        const RedirectTarget *target = &page->targets.items[i];
        Value *link = value_object(arena);
        value_set_text(link, "anchor", target->anchor);
        value_set_text(link, "question", target->entry->question);
        value_set_text(link, "url", str_format(arena, "%.*s%.*s.html", STR_ARG(to_root), STR_ARG(target->entry->id)));
        value_push(targets, link);
    }
    value_set_text(model, "title", page->targets.items[0].entry->question);
    value_set(model, "targets", targets);
    if (page->targets.len > 1) return; /* the reader's anchor decides, and only the browser knows it */
    value_set_text(model, "url",
                   str_format(arena, "%.*s%.*s.html", STR_ARG(to_root), STR_ARG(page->targets.items[0].entry->id)));
}
