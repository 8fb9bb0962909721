#include "weight.h"

#include <math.h>
#include <stdlib.h>

#include "text/text.h"

/* The part of its weight that a word keeps which asks and tells nothing. In a small collection such words are as rare
 * as names, and would count as much. */
static const double asking_part = 0.4;

/* Words and pairs of Han characters that ask, and single characters that mean little else; folded. In byte order. */
static const char *const asking[] = {
    "a",      "am",     "an",    "and",  "are",  "be",   "can", "cannot", "could", "did",  "do",   "does",  "for",
    "has",    "have",   "how",   "i",    "if",   "in",   "is",  "it",     "me",    "my",   "of",   "on",    "or",
    "please", "should", "so",    "that", "the",  "this", "to",  "was",    "we",    "what", "when", "which", "why",
    "will",   "with",   "would", "you",  "your", "为什", "么",  "么办",   "了",    "什",   "什么", "办呢",  "吗",
    "吧",     "呢",     "哪",    "啊",   "嘛",   "如何", "怎",  "怎么",   "怎样",  "样办", "的",   "请",    "请问",
};

static int by_text(const void *key, const void *item)
{
    const Str *text = key;
    return str_compare(*text, str_from(*(const char *const *)item));
}

double term_weight(Str text, size_t holders, size_t entries)
{
    double with = (double)holders, all = (double)(entries > holders ? entries : holders);
    bool asks = bsearch(&text, asking, sizeof asking / sizeof *asking, sizeof *asking, by_text) != NULL;
    return (asks ? asking_part : 1) * log(1 + (all - with + 0.5) / (with + 0.5));
}

Str term_asking(Arena *arena)
{
    Buffer words = {0};
    for (size_t i = 0; i < sizeof asking / sizeof *asking; i++) buffer_printf(&words, "%s%s", i ? " " : "", asking[i]);
    Str taken = buffer_take(&words, arena);
    buffer_free(&words);
    return taken;
}

bool term_is_character(Str term)
{
    uint32_t c;
    return utf8_decode(term, &c) == term.len && char_class(c) == CHAR_HAN;
}
