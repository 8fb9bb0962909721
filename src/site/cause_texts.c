/* What the pages of shared causes show of their records. A large site is read here and there for them, and where it
 * rests in a file, that would take longer than all else: so one walk puts it together, in the order of the pages. */
#include "plan.h"

enum {
    RUN = 4096,            /* records of causes that follow each other: these are put together */
    CHUNK_SIZE = 64 * 1024 /* bytes: as much as the system reads at once of what rests */
};

typedef struct Chunk {
    char *data;
    size_t left;
} Chunk;

static void *take(Arena *arena, Chunk *chunk, size_t size)
{
    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    if (chunk->left < size) {
        chunk->left = size > CHUNK_SIZE ? size : CHUNK_SIZE;
        chunk->data = arena_take(arena, chunk->left);
    }
    void *taken = chunk->data;
    chunk->data += size;
    chunk->left -= size;
    return taken;
}

static Str copy(char **to, Str text)
{
    if (!text.len) return text.data ? STR("") : STR_NONE;
    memcpy(*to, text.data, text.len);
    *to += text.len;
    return (Str){*to - text.len, text.len};
}

static CauseText text_of(const Site *site, size_t entry, const Record *record)
{
    return (CauseText){site->links[entry], record->solution, record->solution_html};
}

static const CauseText *gather(Arena *arena, Chunk *chunk, CauseText text)
{
    size_t size = text.link.url.len + text.link.question.len + text.solution.len + text.solution_html.markup.len;
    CauseText *kept = take(arena, chunk, sizeof text + size);
    char *to = (char *)(kept + 1);
    *kept = text;
    kept->link.url = copy(&to, text.link.url);
    kept->link.question = copy(&to, text.link.question);
    kept->solution = copy(&to, text.solution);
    kept->solution_html.markup = copy(&to, text.solution_html.markup);
    return kept;
}

/* Returns how many runs there are. */
static size_t divide(const Site *site, uint32_t *run_of)
{
    size_t runs = 0;
    for (size_t c = 0, records = 0; c < site->shared_causes; c++) {
        run_of[c] = (uint32_t)runs;
        records += site->causes.items[c]->records.len;
        if (records < RUN) continue;
        records = 0;
        runs++;
    }
    return runs + 1;
}

void cause_texts_gather(Site *site)
{
    const Content *content = site->content;
    if (!content->store) return;
    Arena *scratch = arena_new();
    uint32_t *run_of = ARENA_ARRAY(scratch, uint32_t, site->shared_causes + 1); /* by cause */
    Chunk *chunks = ARENA_ARRAY(scratch, Chunk, divide(site, run_of));
    site->cause_texts = ARENA_ARRAY(site->arena, const CauseText *, site->first_record[content->entries.len] + 1);
    for (size_t e = 0; e < content->entries.len; e++) {
        const Entry *entry = content->entries.items[e];
        content_rest(content, e);
        for (size_t r = 0; r < entry->record_count; r++) {
            size_t number = site->first_record[e] + r, cause = site->cause_of[number];
            if (cause < site->shared_causes)
                site->cause_texts[number] =
                    gather(site->arena, &chunks[run_of[cause]], text_of(site, e, &entry->records[r]));
        }
    }
    arena_free(scratch);
}

CauseText cause_text(const Site *site, const CauseRecord *record)
{
    size_t number = site->first_record[record->entry_number] + record->record_number;
    if (site->cause_texts && site->cause_texts[number]) return *site->cause_texts[number];
    return text_of(site, record->entry_number, record->record);
}
