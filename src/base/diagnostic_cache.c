/* What a job had to say, kept for the next one of the same input, which then need not be done to say it again. */
#include "base.h"

/* The contents: a Head; then a Kept with its path, its message and its rule for each, and a KeptRule with its name for
 * each rule that is counted. */
static const char kind[] = "diagnostics";
typedef struct Head {
    uint64_t diagnostics, rules; /* how many */
    uint64_t count[SEVERITY_FAILURE + 1];
} Head;
typedef struct Kept {
    uint64_t path_len, message_len, rule_len;
    int32_t line, column;
    uint32_t severity;
    uint32_t has_rule;
} Kept;
typedef struct KeptRule {
    uint64_t count, name_len;
} KeptRule;

void diagnostics_write_cache(const Diagnostics *diagnostics, const CacheFile *cache)
{
    CacheWriter *writer = cache_start(cache, kind);
    Head head = {.diagnostics = diagnostics->list.len, .rules = diagnostics->rules.len};
    for (size_t i = 0; i < sizeof head.count / sizeof *head.count; i++) head.count[i] = diagnostics->count[i];
    cache_put(writer, &head, sizeof head);
    for (size_t i = 0; i < diagnostics->list.len; i++) {
        const Diagnostic *each = &diagnostics->list.items[i];
        Str rule = str_from(each->rule);
        Kept kept = {.path_len = each->path.len,
                     .message_len = each->message.len,
                     .rule_len = rule.len,
                     .line = each->line,
                     .column = each->column,
                     .severity = (uint32_t)each->severity,
                     .has_rule = each->rule != NULL};
        cache_put(writer, &kept, sizeof kept);
        cache_put(writer, each->path.data, each->path.len);
        cache_put(writer, each->message.data, each->message.len);
        cache_put(writer, rule.data, rule.len);
    }
    for (size_t i = 0; i < diagnostics->rules.len; i++) {
        Str name = str_from(diagnostics->rules.items[i].rule);
        KeptRule kept = {diagnostics->rules.items[i].count, name.len};
        cache_put(writer, &kept, sizeof kept);
        cache_put(writer, name.data, name.len);
    }
    cache_end(writer);
}

static Str take_text(Arena *arena, Str *rest, uint64_t len)
{
    Str text = str_copy(arena, str_slice(*rest, 0, len));
    *rest = str_slice(*rest, len, rest->len);
    return text;
}

bool diagnostics_read_cache(Diagnostics *diagnostics, const CacheFile *cache)
{
    Arena *arena = diagnostics->arena;
    Head head;
    Kept kept;
    KeptRule rule;
    Str rest;
    if (!cache_read(arena, cache, kind, &rest) || !str_take(&rest, &head, sizeof head)) return false;
    for (uint64_t i = 0; i < head.diagnostics && str_take(&rest, &kept, sizeof kept); i++) {
        Diagnostic each = {.severity = (Severity)kept.severity, .line = kept.line, .column = kept.column};
        each.path = take_text(arena, &rest, kept.path_len);
        each.message = take_text(arena, &rest, kept.message_len);
        Str name = take_text(arena, &rest, kept.rule_len);
        each.rule = kept.has_rule ? name.data : NULL;
        VEC_PUSH(arena, &diagnostics->list, each);
    }
    for (uint64_t i = 0; i < head.rules && str_take(&rest, &rule, sizeof rule); i++)
        VEC_PUSH(arena, &diagnostics->rules,
                 ((RuleCount){.rule = take_text(arena, &rest, rule.name_len).data, .count = rule.count}));
    for (size_t i = 0; i < sizeof head.count / sizeof *head.count; i++) diagnostics->count[i] += head.count[i];
    return true;
}
