#include "internal.h"

#include <string.h>

void lint_headings(Lint *lint, const Document *document, const Survey *survey)
{
    (void)document;
    for (size_t i = 0; i < survey->headings.len; i++) {
        const SurveyHeading *heading = &survey->headings.items[i];
        if (!heading->is_question || heading->is_pinned) continue;
        if (!heading->is_marked || !survey->is_markdown) {
            if (survey->is_markdown)
                lint_find(lint, "unmarked-question", survey->path, heading->line, 0,
                          "'%.*s' is a question on a line without a mark: write '## ' in front, or run `whyfix import`",
                          STR_ARG(heading->text));
            continue;
        }
        lint_find(lint, "heading-id", survey->path, heading->line, 0,
                  "the question has no permanent id: write {#%.*s} behind it, or run `whyfix lint --fix`",
                  STR_ARG(heading->id));
        Str line = survey->lines.items[heading->line - 1].text;
        lint_edit(lint, (LintEdit){.rule = "heading-id",
                                   .path = survey->path,
                                   .line = heading->line,
                                   .replacement = survey_pinned_heading(lint->arena, line, heading->id)});
    }
}

static bool has_role(const SurveyTable *table, const char *role)
{
    for (size_t i = 0; i < table->roles.len; i++)
        if (table->roles.items[i] && strcmp(table->roles.items[i], role) == 0) return true;
    return false;
}

static const char *lang_at(const Lint *lint, const Document *document, int line)
{
    const char *lang = lint->content->config.lang;
    for (size_t i = 0; i < document->entries.len && document->entries.items[i].line <= line; i++)
        lang = document->entries.items[i].lang;
    return lang;
}

/* The head with its cells' usual words, where a cell is in bold or in the other script; STR_NONE where none is. */
static Str plain_head(Lint *lint, const SurveyTable *table, Str line, const char *lang)
{
    Buffer head = {0};
    Str rest = str_trim(line), cell;
    bool is_changed = false, has_pipe = str_starts(rest, STR("|"));
    if (has_pipe) rest = str_slice(rest, 1, rest.len);
    if (str_ends(rest, STR("|"))) rest.len--;
    if (has_pipe) buffer_add_char(&head, '|');
    for (size_t i = 0; str_next(&rest, '|', &cell); i++) {
        if (i) buffer_add_char(&head, '|');
        const char *word = i < table->roles.len ? survey_column_word(table->roles.items[i], lang) : NULL;
        Str trimmed = str_trim(cell), bare = trimmed;
        bool is_bold = trimmed.len > 4 && str_starts(trimmed, STR("**")) && str_ends(trimmed, STR("**"));
        if (is_bold) bare = str_slice(trimmed, 2, trimmed.len - 2);
        bool is_foreign = word && lint_is_other_script(bare, lang);
        if (word && (is_bold || is_foreign)) {
            buffer_printf(&head, " %.*s ", STR_ARG(is_foreign ? str_from(word) : bare));
            is_changed = true;
        } else {
            buffer_add(&head, cell);
        }
    }
    if (has_pipe) buffer_add_char(&head, '|');
    Str plain = is_changed ? buffer_take(&head, lint->arena) : STR_NONE;
    buffer_free(&head);
    return plain;
}

void lint_tables(Lint *lint, const Document *document, const Survey *survey)
{
    for (size_t t = 0; t < survey->tables.len; t++) {
        const SurveyTable *table = &survey->tables.items[t];
        bool has_cause = has_role(table, "cause"), has_solution = has_role(table, "solution");
        if (has_cause && !has_solution)
            lint_find(lint, "table-header", survey->path, table->line, 0,
                      "table has no solution column: name one 解決方案 or Solution");
        Str line = (size_t)table->line <= survey->lines.len ? survey->lines.items[table->line - 1].text : STR("");
        Str head =
            survey->is_markdown && (has_cause || has_solution) && memchr(line.data ? line.data : "", '|', line.len)
                ? plain_head(lint, table, line, lang_at(lint, document, table->line))
                : STR_NONE;
        if (head.data) {
            lint_find(lint, "header-word", survey->path, table->line, 0, "write the head of the table as '%.*s'",
                      STR_ARG(head));
            lint_edit(lint, (LintEdit){
                                .rule = "header-word", .path = survey->path, .line = table->line, .replacement = head});
        }
        for (size_t r = 0; r < table->rows.len; r++) {
            const SurveyRow *row = &table->rows.items[r];
            if (row->cells != table->columns)
                lint_find(lint, "table-shape", survey->path, row->line, 0,
                          "the row has %zu cell%s and its head %zu: write '\\|' for a pipe that is text, and a cell "
                          "for each column",
                          row->cells, row->cells == 1 ? "" : "s", table->columns);
            else if (has_solution && (row->lacks_cause || row->lacks_solution))
                lint_find(lint, "empty-cell", survey->path, row->line, 0,
                          "the row has no %s: write it, or take the row out",
                          row->lacks_solution ? "solution" : "cause");
        }
    }
}

void lint_links(Lint *lint, const Document *document, const Survey *survey)
{
    for (size_t i = 0; i < survey->links.len; i++) {
        const SurveyLink *link = &survey->links.items[i];
        const Entry *entry;
        if (link->is_image && !link->text.len)
            lint_find(lint, "image-alt", survey->path, link->line, 0,
                      "the image %.*s has no alternative text: write what it shows between ![ and ]",
                      STR_ARG(link->url));
        LinkTarget target = content_find_link(lint->arena, lint->content, document->path, link->url, &entry);
        if (target != LINK_NO_FILE && target != LINK_NO_ANCHOR) continue;
        if (link->is_image)
            lint_find(lint, "image-missing", survey->path, link->line, 0,
                      "there is no file %.*s beside the document: put it there, or correct the path",
                      STR_ARG(link->url));
        else
            lint_find(lint, "dead-link", survey->path, link->line, 0, "%.*s leads nowhere: %s", STR_ARG(link->url),
                      target == LINK_NO_FILE ? "there is no such document or file below content/"
                                             : "no question or heading has this anchor");
    }
}

/* A fence as far in as the line, so that a list item keeps its code. */
static Str fence_like(Arena *arena, Str line)
{
    size_t indent = 0;
    while (indent < line.len && (line.data[indent] == ' ' || line.data[indent] == '\t')) indent++;
    return str_format(arena, "%.*s```", (int)indent, line.data);
}

/* A run of bare configuration, blank lines inside it too. */
void lint_config(Lint *lint, const Survey *survey)
{
    for (size_t i = 0; survey->is_markdown && i < survey->lines.len; i++) {
        if (!survey->lines.items[i].is_config) continue;
        size_t end = i + 1;
        while (end < survey->lines.len && survey->lines.items[end].is_config) end++;
        lint_find(lint, "bare-config", survey->path, (int)i + 1, 0,
                  "configuration or a command that is not marked as code: put a line ``` before and after it");
        bool is_one = end == i + 1;
        Str fence = fence_like(lint->arena, survey->lines.items[i].text);
        lint_edit(lint, (LintEdit){.rule = "bare-config",
                                   .path = survey->path,
                                   .line = (int)i + 1,
                                   .before = fence,
                                   .after = is_one ? fence : STR_NONE});
        if (!is_one)
            lint_edit(lint, (LintEdit){.rule = "bare-config", .path = survey->path, .line = (int)end, .after = fence});
        i = end - 1;
    }
}
