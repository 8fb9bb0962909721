/* The words of vocabulary.c: what writers call causes, solutions and the other parts of an answer, in any language. All
 * stand here folded: lower case, Simplified, single spaces; both sides are folded before they meet, so that a word is
 * written once for both scripts. */
#ifndef WHYFIX_VOCABULARY_WORDS_H
#define WHYFIX_VOCABULARY_WORDS_H

#include "vocabulary.h"

typedef struct Words {
    Role role;
    const char *const *words;
    size_t count;
} Words;

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What a label can be called, without qualifiers. */
static const char *const cause_labels[] = {
    "原因",
    "根因",
    "成因",
    "起因",
    "诱因",
    "缘由",
    "根本原因",
    "cause",
    "causes",
    "reason",
    "reasons",
    "root cause",
    "root causes",
    "why this happens",
    "why does this happen",
    "why is this happening",
    "what causes this",
};
static const char *const solution_labels[] = {
    "解决",
    "解法",
    "对策",
    "解决方案",
    "解决方法",
    "解决办法",
    "解决方式",
    "解决步骤",
    "解决措施",
    "处理",
    "处理步骤",
    "处理方法",
    "处理办法",
    "处理方案",
    "处理方式",
    "处理建议",
    "处理措施",
    "建议的操作",
    "建议操作",
    "应对措施",
    "应对方法",
    "修复",
    "修复方式",
    "修复方法",
    "修复步骤",
    "恢复方法",
    "恢复步骤",
    "恢复措施",
    "恢复方案",
    "补救措施",
    "补救方法",
    "缓解措施",
    "缓解方法",
    "改善措施",
    "操作步骤",
    "排查步骤",
    "排查方法",
    "规避方法",
    "规避措施",
    "变通方法",
    "临时方案",
    "solution",
    "solutions",
    "resolution",
    "resolutions",
    "workaround",
    "workarounds",
    "mitigation",
    "mitigations",
    "fix",
    "fixes",
    "long term fix",
    "remedy",
    "remediation",
    "recovery",
    "recovery measures",
    "recovery steps",
    "recovery procedure",
    "resolution steps",
    "solution steps",
    "remediation steps",
    "corrective action",
    "corrective actions",
    "countermeasure",
    "countermeasures",
    "how to fix",
    "how to resolve",
    "recommended action",
    "recommended actions",
};
static const char *const symptom_labels[] = {
    "现象",           "症状",     "问题现象", "故障现象", "现象描述", "问题描述", "故障描述",
    "问题背景与现象", "用户问题", "告警解释", "symptom",  "symptoms", "issue",    "problem",
};
static const char *const environment_labels[] = {
    "环境",
    "适用",
    "适用于",
    "适用版本",
    "适用环境",
    "适用范围",
    "适用产品",
    "版本",
    "environment",
    "applies to",
    "applicable versions",
    "applicable version",
    "affected versions",
};
static const char *const category_labels[] = {
    "分类",
    "类别",
    "category",
};
static const char *const question_labels[] = {
    "q", "问", "问题", "提问", "question",
};
static const char *const answer_labels[] = {
    "a", "答", "答案", "回答", "答复", "answer",
};
static const char *const context_labels[] = {
    "背景",          "背景信息",   "前提条件",
    "概述",          "预防",       "预防措施",
    "预防方法",      "prevention", "preventive measures",
    "details",       "background", "overview",
    "prerequisites",
};
static const char *const aside_labels[] = {
    "相关文档",
    "相关链接",
    "相关文件",
    "相关说明",
    "相关视频",
    "相关产品",
    "相关信息",
    "相关问题",
    "参考资料",
    "参考信息",
    "参考链接",
    "延伸阅读",
    "更多信息",
    "另请参阅",
    "目录",
    "本页目录",
    "相关主题",
    "相关文章",
    "相关内容",
    "相关资源",
    "相关阅读",
    "相关参考",
    "相关操作",
    "相关任务",
    "参考文档",
    "参考文献",
    "参考",
    "推荐阅读",
    "扩展阅读",
    "更多资源",
    "更多阅读",
    "探索更多",
    "另见",
    "请参阅",
    "另请参见",
    "参阅",
    "后续步骤",
    "下一步",
    "文档反馈",
    "反馈",
    "related articles",
    "related content",
    "related documentation",
    "related resources",
    "related questions",
    "further reading",
    "additional resources",
    "additional information",
    "learn more",
    "next steps",
    "in this section",
    "in this article",
    "in this topic",
    "feedback",
    "本文内容",
    "本节内容",
    "related information",
    "related links",
    "related topics",
    "related",
    "reference",
    "references",
    "see also",
    "more information",
    "table of contents",
    "contents",
    "on this page",
};
static const char *const alias_labels[] = {
    "别名",
    "aliases",
};
static const Words labels[] = {
    {ROLE_CAUSE, cause_labels, COUNT(cause_labels)},
    {ROLE_SOLUTION, solution_labels, COUNT(solution_labels)},
    {ROLE_SYMPTOM, symptom_labels, COUNT(symptom_labels)},
    {ROLE_ENVIRONMENT, environment_labels, COUNT(environment_labels)},
    {ROLE_CATEGORY, category_labels, COUNT(category_labels)},
    {ROLE_QUESTION, question_labels, COUNT(question_labels)},
    {ROLE_ANSWER, answer_labels, COUNT(answer_labels)},
    {ROLE_CONTEXT, context_labels, COUNT(context_labels)},
    {ROLE_ASIDE, aside_labels, COUNT(aside_labels)},
    {ROLE_ALIAS, alias_labels, COUNT(alias_labels)},
};

/* What can only name a column. */
static const char *const category_columns[] = {
    "类型", "type", "组件", "模块", "component",
};
static const char *const code_columns[] = {
    "错误码", "错误代码", "错误消息",   "错误信息", "报错", "报错信息",      "日志",
    "log",    "error",    "error code", "message",  "code", "error message",
};
static const Words columns[] = {
    {ROLE_CATEGORY, category_columns, COUNT(category_columns)},
    {ROLE_CODE_COLUMN, code_columns, COUNT(code_columns)},
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

#endif
