#include "vocabulary.h"

#include "text/text.h"

#include <string.h>

/* All words stand here folded: lower case, Simplified, single spaces. Both sides are folded before they meet, so that
 * a word is written once for both scripts. */
typedef struct Word {
    Role role;
    const char *text;
} Word;

/* What a label can be called, without qualifiers. */
static const Word labels[] = {
    {ROLE_CAUSE, "原因"},
    {ROLE_CAUSE, "根因"},
    {ROLE_CAUSE, "成因"},
    {ROLE_CAUSE, "起因"},
    {ROLE_CAUSE, "诱因"},
    {ROLE_CAUSE, "缘由"},
    {ROLE_CAUSE, "根本原因"},
    {ROLE_CAUSE, "cause"},
    {ROLE_CAUSE, "causes"},
    {ROLE_CAUSE, "reason"},
    {ROLE_CAUSE, "reasons"},
    {ROLE_CAUSE, "root cause"},
    {ROLE_CAUSE, "root causes"},
    {ROLE_CAUSE, "why this happens"},
    {ROLE_CAUSE, "why does this happen"},
    {ROLE_CAUSE, "why is this happening"},
    {ROLE_CAUSE, "what causes this"},
    {ROLE_SOLUTION, "解决"},
    {ROLE_SOLUTION, "解法"},
    {ROLE_SOLUTION, "对策"},
    {ROLE_SOLUTION, "解决方案"},
    {ROLE_SOLUTION, "解决方法"},
    {ROLE_SOLUTION, "解决办法"},
    {ROLE_SOLUTION, "解决方式"},
    {ROLE_SOLUTION, "解决步骤"},
    {ROLE_SOLUTION, "解决措施"},
    {ROLE_SOLUTION, "处理"},
    {ROLE_SOLUTION, "处理步骤"},
    {ROLE_SOLUTION, "处理方法"},
    {ROLE_SOLUTION, "处理办法"},
    {ROLE_SOLUTION, "处理方案"},
    {ROLE_SOLUTION, "处理方式"},
    {ROLE_SOLUTION, "处理建议"},
    {ROLE_SOLUTION, "处理措施"},
    {ROLE_SOLUTION, "建议的操作"},
    {ROLE_SOLUTION, "建议操作"},
    {ROLE_SOLUTION, "应对措施"},
    {ROLE_SOLUTION, "应对方法"},
    {ROLE_SOLUTION, "修复"},
    {ROLE_SOLUTION, "修复方式"},
    {ROLE_SOLUTION, "修复方法"},
    {ROLE_SOLUTION, "修复步骤"},
    {ROLE_SOLUTION, "恢复方法"},
    {ROLE_SOLUTION, "恢复步骤"},
    {ROLE_SOLUTION, "恢复措施"},
    {ROLE_SOLUTION, "恢复方案"},
    {ROLE_SOLUTION, "补救措施"},
    {ROLE_SOLUTION, "补救方法"},
    {ROLE_SOLUTION, "缓解措施"},
    {ROLE_SOLUTION, "缓解方法"},
    {ROLE_SOLUTION, "改善措施"},
    {ROLE_SOLUTION, "操作步骤"},
    {ROLE_SOLUTION, "排查步骤"},
    {ROLE_SOLUTION, "排查方法"},
    {ROLE_SOLUTION, "规避方法"},
    {ROLE_SOLUTION, "规避措施"},
    {ROLE_SOLUTION, "变通方法"},
    {ROLE_SOLUTION, "临时方案"},
    {ROLE_SOLUTION, "solution"},
    {ROLE_SOLUTION, "solutions"},
    {ROLE_SOLUTION, "resolution"},
    {ROLE_SOLUTION, "resolutions"},
    {ROLE_SOLUTION, "workaround"},
    {ROLE_SOLUTION, "workarounds"},
    {ROLE_SOLUTION, "mitigation"},
    {ROLE_SOLUTION, "mitigations"},
    {ROLE_SOLUTION, "fix"},
    {ROLE_SOLUTION, "fixes"},
    {ROLE_SOLUTION, "long term fix"},
    {ROLE_SOLUTION, "remedy"},
    {ROLE_SOLUTION, "remediation"},
    {ROLE_SOLUTION, "recovery"},
    {ROLE_SOLUTION, "recovery measures"},
    {ROLE_SOLUTION, "recovery steps"},
    {ROLE_SOLUTION, "recovery procedure"},
    {ROLE_SOLUTION, "resolution steps"},
    {ROLE_SOLUTION, "solution steps"},
    {ROLE_SOLUTION, "remediation steps"},
    {ROLE_SOLUTION, "corrective action"},
    {ROLE_SOLUTION, "corrective actions"},
    {ROLE_SOLUTION, "countermeasure"},
    {ROLE_SOLUTION, "countermeasures"},
    {ROLE_SOLUTION, "how to fix"},
    {ROLE_SOLUTION, "how to resolve"},
    {ROLE_SOLUTION, "recommended action"},
    {ROLE_SOLUTION, "recommended actions"},
    {ROLE_SYMPTOM, "现象"},
    {ROLE_SYMPTOM, "症状"},
    {ROLE_SYMPTOM, "问题现象"},
    {ROLE_SYMPTOM, "故障现象"},
    {ROLE_SYMPTOM, "现象描述"},
    {ROLE_SYMPTOM, "问题描述"},
    {ROLE_SYMPTOM, "故障描述"},
    {ROLE_SYMPTOM, "问题背景与现象"},
    {ROLE_SYMPTOM, "用户问题"},
    {ROLE_SYMPTOM, "告警解释"},
    {ROLE_SYMPTOM, "symptom"},
    {ROLE_SYMPTOM, "symptoms"},
    {ROLE_SYMPTOM, "issue"},
    {ROLE_SYMPTOM, "problem"},
    {ROLE_ENVIRONMENT, "环境"},
    {ROLE_ENVIRONMENT, "适用"},
    {ROLE_ENVIRONMENT, "适用于"},
    {ROLE_ENVIRONMENT, "适用版本"},
    {ROLE_ENVIRONMENT, "适用环境"},
    {ROLE_ENVIRONMENT, "适用范围"},
    {ROLE_ENVIRONMENT, "适用产品"},
    {ROLE_ENVIRONMENT, "版本"},
    {ROLE_ENVIRONMENT, "environment"},
    {ROLE_ENVIRONMENT, "applies to"},
    {ROLE_ENVIRONMENT, "applicable versions"},
    {ROLE_ENVIRONMENT, "applicable version"},
    {ROLE_ENVIRONMENT, "affected versions"},
    {ROLE_CATEGORY, "分类"},
    {ROLE_CATEGORY, "类别"},
    {ROLE_CATEGORY, "category"},
    {ROLE_QUESTION, "q"},
    {ROLE_QUESTION, "问"},
    {ROLE_QUESTION, "问题"},
    {ROLE_QUESTION, "提问"},
    {ROLE_QUESTION, "question"},
    {ROLE_ANSWER, "a"},
    {ROLE_ANSWER, "答"},
    {ROLE_ANSWER, "答案"},
    {ROLE_ANSWER, "回答"},
    {ROLE_ANSWER, "答复"},
    {ROLE_ANSWER, "answer"},
    {ROLE_CONTEXT, "背景"},
    {ROLE_CONTEXT, "背景信息"},
    {ROLE_CONTEXT, "前提条件"},
    {ROLE_CONTEXT, "概述"},
    {ROLE_CONTEXT, "预防"},
    {ROLE_CONTEXT, "预防措施"},
    {ROLE_CONTEXT, "预防方法"},
    {ROLE_CONTEXT, "prevention"},
    {ROLE_CONTEXT, "preventive measures"},
    {ROLE_CONTEXT, "details"},
    {ROLE_CONTEXT, "background"},
    {ROLE_CONTEXT, "overview"},
    {ROLE_CONTEXT, "prerequisites"},
    {ROLE_ASIDE, "相关文档"},
    {ROLE_ASIDE, "相关链接"},
    {ROLE_ASIDE, "相关文件"},
    {ROLE_ASIDE, "相关说明"},
    {ROLE_ASIDE, "相关视频"},
    {ROLE_ASIDE, "相关产品"},
    {ROLE_ASIDE, "相关信息"},
    {ROLE_ASIDE, "相关问题"},
    {ROLE_ASIDE, "参考资料"},
    {ROLE_ASIDE, "参考信息"},
    {ROLE_ASIDE, "参考链接"},
    {ROLE_ASIDE, "延伸阅读"},
    {ROLE_ASIDE, "更多信息"},
    {ROLE_ASIDE, "另请参阅"},
    {ROLE_ASIDE, "目录"},
    {ROLE_ASIDE, "本页目录"},
    {ROLE_ASIDE, "相关主题"},
    {ROLE_ASIDE, "相关文章"},
    {ROLE_ASIDE, "相关内容"},
    {ROLE_ASIDE, "相关资源"},
    {ROLE_ASIDE, "相关阅读"},
    {ROLE_ASIDE, "相关参考"},
    {ROLE_ASIDE, "相关操作"},
    {ROLE_ASIDE, "相关任务"},
    {ROLE_ASIDE, "参考文档"},
    {ROLE_ASIDE, "参考文献"},
    {ROLE_ASIDE, "参考"},
    {ROLE_ASIDE, "推荐阅读"},
    {ROLE_ASIDE, "扩展阅读"},
    {ROLE_ASIDE, "更多资源"},
    {ROLE_ASIDE, "更多阅读"},
    {ROLE_ASIDE, "探索更多"},
    {ROLE_ASIDE, "另见"},
    {ROLE_ASIDE, "请参阅"},
    {ROLE_ASIDE, "另请参见"},
    {ROLE_ASIDE, "参阅"},
    {ROLE_ASIDE, "后续步骤"},
    {ROLE_ASIDE, "下一步"},
    {ROLE_ASIDE, "文档反馈"},
    {ROLE_ASIDE, "反馈"},
    {ROLE_ASIDE, "related articles"},
    {ROLE_ASIDE, "related content"},
    {ROLE_ASIDE, "related documentation"},
    {ROLE_ASIDE, "related resources"},
    {ROLE_ASIDE, "related questions"},
    {ROLE_ASIDE, "further reading"},
    {ROLE_ASIDE, "additional resources"},
    {ROLE_ASIDE, "additional information"},
    {ROLE_ASIDE, "learn more"},
    {ROLE_ASIDE, "next steps"},
    {ROLE_ASIDE, "in this section"},
    {ROLE_ASIDE, "in this article"},
    {ROLE_ASIDE, "in this topic"},
    {ROLE_ASIDE, "feedback"},
    {ROLE_ASIDE, "本文内容"},
    {ROLE_ASIDE, "本节内容"},
    {ROLE_ASIDE, "related information"},
    {ROLE_ASIDE, "related links"},
    {ROLE_ASIDE, "related topics"},
    {ROLE_ASIDE, "related"},
    {ROLE_ASIDE, "reference"},
    {ROLE_ASIDE, "references"},
    {ROLE_ASIDE, "see also"},
    {ROLE_ASIDE, "more information"},
    {ROLE_ASIDE, "table of contents"},
    {ROLE_ASIDE, "contents"},
    {ROLE_ASIDE, "on this page"},
    {ROLE_ALIAS, "别名"},
    {ROLE_ALIAS, "aliases"},
};

/* What can only name a column. */
static const Word columns[] = {
    {ROLE_CATEGORY, "类型"},        {ROLE_CATEGORY, "type"},        {ROLE_CATEGORY, "组件"},
    {ROLE_CATEGORY, "模块"},        {ROLE_CATEGORY, "component"},   {ROLE_CODE_COLUMN, "错误码"},
    {ROLE_CODE_COLUMN, "错误代码"}, {ROLE_CODE_COLUMN, "错误消息"}, {ROLE_CODE_COLUMN, "错误信息"},
    {ROLE_CODE_COLUMN, "报错"},     {ROLE_CODE_COLUMN, "报错信息"}, {ROLE_CODE_COLUMN, "日志"},
    {ROLE_CODE_COLUMN, "log"},      {ROLE_CODE_COLUMN, "error"},    {ROLE_CODE_COLUMN, "error code"},
    {ROLE_CODE_COLUMN, "message"},  {ROLE_CODE_COLUMN, "code"},     {ROLE_CODE_COLUMN, "error message"},
};

/* What may stand before a label's word, and behind it, without changing what it is. */
static const char *const qualifiers[] = {
    "可能的",     "可能",       "常见的", "常见",      "主要的",       "主要",        "问题的",     "问题",
    "故障的",     "故障",       "报错的", "报错",      "错误的",       "错误",        "失败的",     "失败",
    "异常的",     "异常",       "具体的", "具体",      "推荐的",       "推荐",        "建议的",     "其他的",
    "其他",       "产生的",     "产生",   "触发",      "导致的",       "the ",        "possible ",  "potential ",
    "common ",    "likely ",    "main ",  "known ",    "most common ", "proposed ",   "suggested ", "recommended ",
    "temporary ", "permanent ", "quick ", "probable ", "typical ",     "underlying ", "发生的",     "发生",
    "造成的",     "建议",       "临时",
};
static const char *const endings[] = {"分析", "说明", "描述",      "如下",        "如下所示",
                                      "定位", "和",   " analysis", " description"};

/* How a sentence begins that tells the reader to do something. */
static const char *const remedies[] = {
    "请",
    "首先",
    "排查",
    "检查",
    "确认",
    "确保",
    "核对",
    "建议",
    "尝试",
    "重启",
    "重新",
    "升级",
    "修改",
    "调整",
    "更换",
    "关闭",
    "开启",
    "启用",
    "禁用",
    "联系",
    "咨询",
    "执行",
    "运行",
    "使用",
    "配置",
    "设置",
    "添加",
    "删除",
    "放行",
    "放开",
    "您可以",
    "可以",
    "需要",
    "先",
    "务必",
    "应",
    "check ",
    "make sure",
    "ensure ",
    "verify ",
    "confirm ",
    "try ",
    "restart ",
    "upgrade ",
    "please ",
    "contact ",
    "use ",
    "set ",
    "run ",
    "change ",
    "add ",
    "remove ",
    "update ",
    "configure ",
    "enable ",
    "disable ",
    "reinstall ",
    "you can ",
    "you must ",
    "you need ",
    "you should ",
    "we recommend ",
    "it is recommended ",
    "to resolve ",
    "to fix ",
    "to solve ",
    "to work around ",
    "as a workaround",
    "你可以",
    "可尝试",
    "可通过",
    "可参考",
    "要解决",
    "为解决",
    "为了解决",
    "如需解决",
    "如要解决",
    "若要解决",
    "解决方法",
    "解决办法",
    "解决方案",
    "推荐",
    "此时可",
    "此时请",
    "这种情况下,请",
    "遇到这种情况,请",
    "遇到该问题",
};
/* … or goes over to it in the middle. */
static const char *const clause_remedies[] = {
    "请",     "建议",    "可尝试", "可以尝试",     "可通过",    "可以通过",    "需要",          "需", "应", "您可以",
    "你可以", "please ", "try ",   "you can try ", "you need ", "you should ", "we recommend ",
};
static const char *const inner_remedies[] = {"。请", ",请", "。建议", ",建议", ". please ", ", please ", ". check "};

/* How a sentence states a cause; anywhere in it, … */
static const char *const cause_phrases[] = {
    "原因是",         "原因为", "原因在于",      "是因为",       "这是由于",        "是由于",        "通常由",
    "一般由",         "是由",   "因为这是",      "caused by",    "is because",      "because of",    "happens because",
    "occurs because", "due to", "the reason is", "the cause is", "reason for this", "cause of this", "as a result of",
};
/* … at its beginning, … */
static const char *const cause_starts[] = {"因为", "由于", "because "};
/* … or at its end, where … */
static const char *const cause_ends[] = {"导致的", "造成的", "引起的", "所致", "导致", "造成", "引起"};
/* … it says what did. */
static const char *const agents[] = {"由", "因", "被", "是"};
/* What a sentence that begins with 由于 goes on to, where it explains something else than the trouble. */
static const char *const consequences[] = {"因此",     "所以",     "是否",     "必须",    "需要",
                                           "多个因素", "多种因素", "多种原因", "多个原因"};
/* What begins so only says what would be. */
static const char *const conditions[] = {"如果", "若", "假如", "当", "if ", "when ", "in case "};

/* What a question names that has a cause. */
static const char *const troubles[] = {
    "失败",    "错误", "报错",   "异常",   "无法",    "不能",     "不了",    "不通",    "中断",   "超时",
    "为什么",  "为何", "怎么办", "过慢",   "很慢",    "丢包",     "卡住",    "oom",     "exceed", "unavailable",
    "invalid", "fail", "error",  "cannot", "can't",   "unable",   "doesn't", "not ",    "why ",   "stuck",
    "timeout", "slow", "lost",   "crash",  "refused", "rejected", "denied",  "missing",
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static Role find_word(const Word *words, size_t count, Str text)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(text, words[i].text)) return words[i].role;
    return ROLE_NONE;
}

static bool strip_start(Str *text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Str word = str_from(list[i]);
        if (text->len > word.len && str_starts(*text, word)) {
            *text = str_slice(*text, word.len, text->len);
            return true;
        }
    }
    return false;
}

static bool strip_end(Str *text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Str word = str_from(list[i]);
        if (text->len > word.len && str_ends(*text, word)) {
            *text = str_slice(*text, 0, text->len - word.len);
            return true;
        }
    }
    return false;
}

static Role find_label(Str text)
{
    Role role = find_word(labels, COUNT(labels), text);
    while (role == ROLE_NONE && strip_start(&text, qualifiers, COUNT(qualifiers)))
        role = find_word(labels, COUNT(labels), text);
    while (role == ROLE_NONE && strip_end(&text, endings, COUNT(endings)))
        role = find_word(labels, COUNT(labels), text);
    return role;
}

/* Takes a number off the end (解決方案 2, 原因一) or off the front (1. Cause), with the punctuation around it. */
static Str without_number(Str text, int *number)
{
    static const char *const han_digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    size_t digits = 0;
    while (digits < text.len && text.data[text.len - digits - 1] >= '0' && text.data[text.len - digits - 1] <= '9')
        digits++;
    *number = 0;
    if (digits && digits < text.len && digits < 4) {
        for (size_t i = text.len - digits; i < text.len; i++) *number = *number * 10 + (text.data[i] - '0');
        return str_trim(str_slice(text, 0, text.len - digits));
    }
    for (int i = 0; i < (int)COUNT(han_digits); i++) {
        Str digit = str_from(han_digits[i]);
        if (text.len > digit.len && str_ends(text, digit)) {
            *number = i + 1;
            return str_trim(str_slice(text, 0, text.len - digit.len));
        }
    }
    size_t front = 0;
    while (front < text.len && ((text.data[front] >= '0' && text.data[front] <= '9') || text.data[front] == '.'))
        front++;
    if (front && front < text.len) {
        Str rest = str_slice(text, front, text.len);
        if (str_starts(rest, STR(")")) || str_starts(rest, STR("、")))
            rest = str_slice(rest, rest.data[0] == ')' ? 1 : 3, rest.len);
        if (front > 1 || rest.len < text.len - front || str_starts(rest, STR(" "))) return str_trim(rest);
    }
    return text;
}

/* The folded text without what may stand around a label: 【】, quotes, a colon. Folding has made ： into : and so on.
 */
static Str bare_label(Arena *arena, Str text)
{
    static const char *const around[] = {"【", "】", "[",  "]", "(", ")", "「", "」",
                                         "“",  "”",  "\"", "*", ":", "-", "—"};
    Str bare = fold_text(arena, text);
    while (strip_start(&bare, around, COUNT(around)) || strip_end(&bare, around, COUNT(around))) bare = str_trim(bare);
    return bare;
}

enum { LABEL_MAX = 96 }; /* bytes; a longer text is a sentence */

Role vocabulary_label(Arena *arena, Str text, int *number)
{
    *number = 0;
    text = str_trim(text);
    if (!text.len || text.len > LABEL_MAX) return ROLE_NONE;
    Str bare = bare_label(arena, text);
    Role role = find_label(bare);
    if (role != ROLE_NONE) return role;
    return find_label(bare_label(arena, without_number(bare, number)));
}

Role vocabulary_inline_label(Arena *arena, Str line, size_t *length, int *number)
{
    for (size_t i = 0; i < line.len && i < LABEL_MAX; i++) {
        bool is_narrow = line.data[i] == ':';
        bool is_wide = str_starts(str_slice(line, i, line.len), STR("\xEF\xBC\x9A")); /* ： */
        if (!is_narrow && !is_wide) continue;
        Role role = vocabulary_label(arena, str_slice(line, 0, i), number);
        if (role == ROLE_NONE) return ROLE_NONE;
        *length = i + (is_wide ? 3 : 1);
        return role;
    }
    return ROLE_NONE;
}

Role vocabulary_column(Arena *arena, Str cell)
{
    int number;
    Role role = vocabulary_label(arena, cell, &number);
    return role != ROLE_NONE ? role : find_word(columns, COUNT(columns), bare_label(arena, cell));
}

static bool has_any(Str text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_has(text, str_from(list[i]))) return true;
    return false;
}

bool vocabulary_is_remedy(Arena *arena, Str sentence)
{
    Str folded = fold_text(arena, sentence);
    for (size_t i = 0; i < COUNT(remedies); i++)
        if (str_starts(folded, str_from(remedies[i]))) return true;
    return has_any(folded, inner_remedies, COUNT(inner_remedies));
}

static bool starts_with_any(Str text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_starts(text, str_from(list[i]))) return true;
    return false;
}

bool vocabulary_is_remedy_clause(Arena *arena, Str clause)
{
    return starts_with_any(fold_text(arena, clause), clause_remedies, COUNT(clause_remedies));
}

bool vocabulary_names_cause(Arena *arena, Str sentence)
{
    Str folded = fold_text(arena, sentence), bare = folded;
    if (starts_with_any(folded, conditions, COUNT(conditions))) return false;
    while (bare.len && strchr(".。;,!", bare.data[bare.len - 1])) bare.len--;
    while (str_ends(bare, STR("。"))) bare.len -= strlen("。");
    if (has_any(folded, consequences, COUNT(consequences))) return false;
    return has_any(folded, cause_phrases, COUNT(cause_phrases)) ||
           starts_with_any(folded, cause_starts, COUNT(cause_starts)) ||
           (strip_end(&bare, cause_ends, COUNT(cause_ends)) && has_any(bare, agents, COUNT(agents)));
}

bool vocabulary_asks_why(Arena *arena, Str question)
{
    Str folded = fold_text(arena, question);
    return has_any(folded, troubles, COUNT(troubles));
}
