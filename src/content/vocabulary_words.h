/* The words of vocabulary.c: what writers call causes, solutions and the other parts of an answer, in any language. All
 * stand here folded: lower case, Simplified, single spaces; both sides are folded before they meet, so that a word is
 * written once for both scripts. */
#ifndef WHYFIX_VOCABULARY_WORDS_H
#define WHYFIX_VOCABULARY_WORDS_H

#include "vocabulary.h"

typedef struct Words {
    Role role;
    const Str *words;
    size_t count;
} Words;

#define W(literal)                                                                                                     \
    {                                                                                                                  \
        (literal), sizeof(literal) - 1                                                                                 \
    }
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What a label can be called, without qualifiers. */
static const Str cause_labels[] = {
    W("原因"),
    W("根因"),
    W("成因"),
    W("起因"),
    W("诱因"),
    W("缘由"),
    W("根本原因"),
    W("cause"),
    W("causes"),
    W("reason"),
    W("reasons"),
    W("root cause"),
    W("root causes"),
    W("why this happens"),
    W("why does this happen"),
    W("why is this happening"),
    W("what causes this"),
    W("what causes it"),
    W("why it happens"),
    W("why does it happen"),
    W("why this happened"),
    W("why this error occurred"),
    W("why this error occurs"),
    W("为什么会这样"),
    W("为什么会发生"),
    W("为什么发生"),
    W("为何发生"),
    W("为何会发生"),
    W("为什么会出现"),
    W("为什么会出现这个问题"),
    W("为什么会出现该问题"),
};
static const Str solution_labels[] = {
    W("解决"),
    W("解法"),
    W("对策"),
    W("解决方案"),
    W("解决方法"),
    W("解决办法"),
    W("解决方式"),
    W("解决步骤"),
    W("解决措施"),
    W("处理"),
    W("处理步骤"),
    W("处理方法"),
    W("处理办法"),
    W("处理方案"),
    W("处理方式"),
    W("处理建议"),
    W("处理措施"),
    W("建议的操作"),
    W("建议操作"),
    W("解决流程"),
    W("处理流程"),
    W("处置"),
    W("处置方法"),
    W("处置方式"),
    W("处置步骤"),
    W("处置措施"),
    W("处置建议"),
    W("处置流程"),
    W("因应措施"),
    W("因应方式"),
    W("因应方法"),
    W("应对措施"),
    W("应对方案"),
    W("应对策略"),
    W("应对方法"),
    W("修复"),
    W("修复方式"),
    W("修复方法"),
    W("修复步骤"),
    W("修复方案"),
    W("修复措施"),
    W("修正"),
    W("修正方法"),
    W("恢复方法"),
    W("恢复步骤"),
    W("恢复措施"),
    W("恢复方案"),
    W("补救措施"),
    W("补救方法"),
    W("缓解措施"),
    W("缓解方法"),
    W("改善措施"),
    W("改善方法"),
    W("改善方案"),
    W("操作步骤"),
    W("排查步骤"),
    W("排查流程"),
    W("排除方法"),
    W("排除步骤"),
    W("排查方法"),
    W("排查思路"),
    W("排查方向"),
    W("排查建议"),
    W("排查重点"),
    W("排查要点"),
    W("定位方法"),
    W("定位步骤"),
    W("定位思路"),
    W("解决思路"),
    W("处理思路"),
    W("规避方法"),
    W("规避措施"),
    W("变通方法"),
    W("临时方案"),
    W("solution"),
    W("solutions"),
    W("resolution"),
    W("resolutions"),
    W("workaround"),
    W("workarounds"),
    W("mitigation"),
    W("mitigations"),
    W("fix"),
    W("fixes"),
    W("long term fix"),
    W("remedy"),
    W("remediation"),
    W("recovery"),
    W("recovery measures"),
    W("recovery steps"),
    W("recovery procedure"),
    W("resolution steps"),
    W("solution steps"),
    W("remediation steps"),
    W("corrective action"),
    W("corrective actions"),
    W("countermeasure"),
    W("countermeasures"),
    W("how to fix"),
    W("how to resolve"),
    W("how to solve"),
    W("how to fix it"),
    W("how to fix this"),
    W("how to solve it"),
    W("how to resolve it"),
    W("how to resolve this"),
    W("how to resolve this issue"),
    W("how do i fix it"),
    W("ways to fix it"),
    W("how to fix them"),
    W("how to resolve them"),
    W("how to solve them"),
    W("如何解决"),
    W("怎么解决"),
    W("怎样解决"),
    W("如何修复"),
    W("怎么修复"),
    W("如何处理"),
    W("怎么处理"),
    W("fix steps"),
    W("steps to fix"),
    W("steps to resolve"),
    W("suggested fix"),
    W("suggested solution"),
    W("suggested solutions"),
    W("recommended action"),
    W("recommended steps"),
    W("suggested steps"),
    W("建议的步骤"),
    W("建议步骤"),
    W("推荐步骤"),
    W("recommended actions"),
};
static const Str symptom_labels[] = {
    W("现象"),     W("症状"),           W("问题现象"), W("故障现象"), W("现象描述"), W("问题描述"),
    W("故障描述"), W("问题背景与现象"), W("用户问题"), W("告警解释"), W("告警描述"), W("告警说明"),
    W("symptom"),  W("symptoms"),       W("issue"),    W("problem"),
};
static const Str environment_labels[] = {
    W("环境"),
    W("适用"),
    W("适用于"),
    W("适用版本"),
    W("适用环境"),
    W("适用范围"),
    W("适用产品"),
    W("版本"),
    W("environment"),
    W("applies to"),
    W("applicable versions"),
    W("applicable version"),
    W("affected versions"),
};
static const Str category_labels[] = {
    W("分类"),
    W("类别"),
    W("category"),
};
static const Str check_labels[] = {
    W("检查项"),        W("检查项目"),         W("检查方法"),        W("检查步骤"),     W("检查命令"),
    W("诊断方法"),      W("诊断步骤"),         W("诊断命令"),        W("如何确认"),     W("如何检查"),
    W("如何诊断"),      W("diagnosis"),        W("check"),           W("how to check"), W("how to diagnose"),
    W("how to verify"), W("diagnostic steps"), W("diagnosis steps"),
};
/* What only counts what is asked, in front of a heading's words: 案例 1：… */
static const Str case_words[] = {W("案例"), W("场景"), W("情境"), W("情景"), W("情况"), W("case"), W("scenario")};
static const Str question_labels[] = {
    W("q"), W("问"), W("问题"), W("提问"), W("question"),
};
static const Str answer_labels[] = {
    W("a"), W("答"), W("答案"), W("回答"), W("答复"), W("回复"), W("回覆"), W("解答"), W("answer"),
};
static const Str context_labels[] = {
    W("背景"),     W("背景信息"),      W("前提条件"),
    W("概述"),     W("预防"),          W("预防措施"),
    W("预防方法"), W("prevention"),    W("preventive measures"),
    W("details"),  W("background"),    W("告警属性"),
    W("告警参数"), W("告警清除"),      W("对系统的影响"),
    W("系统影响"), W("业务影响"),      W("可能影响"),
    W("影响范围"), W("影响"),          W("impact"),
    W("overview"), W("prerequisites"),
};
static const Str aside_labels[] = {
    W("相关文档"),
    W("相关链接"),
    W("相关文件"),
    W("相关说明"),
    W("相关视频"),
    W("相关产品"),
    W("相关信息"),
    W("相关问题"),
    W("参考资料"),
    W("参考信息"),
    W("参考链接"),
    W("延伸阅读"),
    W("更多信息"),
    W("另请参阅"),
    W("目录"),
    W("本页目录"),
    W("相关主题"),
    W("相关文章"),
    W("相关内容"),
    W("相关资源"),
    W("相关阅读"),
    W("相关参考"),
    W("相关操作"),
    W("相关任务"),
    W("参考文档"),
    W("参考文献"),
    W("参考"),
    W("推荐阅读"),
    W("扩展阅读"),
    W("更多资源"),
    W("更多阅读"),
    W("探索更多"),
    W("另见"),
    W("请参阅"),
    W("另请参见"),
    W("参阅"),
    W("后续步骤"),
    W("下一步"),
    W("文档反馈"),
    W("反馈"),
    W("recommended documents"),
    W("建议的文档"),
    W("推荐的文档"),
    W("related articles"),
    W("related content"),
    W("related documentation"),
    W("related resources"),
    W("related questions"),
    W("further reading"),
    W("additional resources"),
    W("additional information"),
    W("learn more"),
    W("next steps"),
    W("in this section"),
    W("in this article"),
    W("in this topic"),
    W("feedback"),
    W("本文内容"),
    W("本节内容"),
    W("related information"),
    W("related links"),
    W("related topics"),
    W("related"),
    W("reference"),
    W("references"),
    W("see also"),
    W("more information"),
    W("table of contents"),
    W("contents"),
    W("on this page"),
};
static const Str alias_labels[] = {
    W("别名"),
    W("aliases"),
};
static const Words labels[] = {
    {ROLE_CAUSE, cause_labels, COUNT(cause_labels)},
    {ROLE_SOLUTION, solution_labels, COUNT(solution_labels)},
    {ROLE_SYMPTOM, symptom_labels, COUNT(symptom_labels)},
    {ROLE_ENVIRONMENT, environment_labels, COUNT(environment_labels)},
    {ROLE_CATEGORY, category_labels, COUNT(category_labels)},
    {ROLE_CHECK, check_labels, COUNT(check_labels)},
    {ROLE_QUESTION, question_labels, COUNT(question_labels)},
    {ROLE_ANSWER, answer_labels, COUNT(answer_labels)},
    {ROLE_CONTEXT, context_labels, COUNT(context_labels)},
    {ROLE_ASIDE, aside_labels, COUNT(aside_labels)},
    {ROLE_ALIAS, alias_labels, COUNT(alias_labels)},
};

/* What names a solution, or what tells the cause, in front of a colon; a heading or a column may have other actions. */
static const Str inline_solutions[] = {
    W("action"),       W("actions"),           W("user action"), W("user response"), W("suggested action"),
    W("admin action"), W("operator response"), W("what to do"),  W("排除"),          W("解除"),
};

static const Str inline_checks[] = {
    W("排查"),        W("诊断"),         W("检查"),     W("检查日志"),  W("排查命令"),
    W("测试方法"),    W("测试步骤"),     W("调试方法"), W("调试步骤"),  W("checks"),
    W("diagnostic"),  W("diagnostics"),  W("diagnose"), W("debugging"), W("debugging steps"),
    W("debug steps"), W("how to debug"),
};
/* What follows from the trouble, and is neither its cause nor its fix. */
static const Str inline_asides[] = {
    W("影响"), W("产生的影响"), W("系统影响"), W("业务影响"), W("影响范围"), W("impact"), W("system action"),
};
static const Words inline_words[] = {
    {ROLE_ASIDE, inline_asides, COUNT(inline_asides)},
    {ROLE_SOLUTION, inline_solutions, COUNT(inline_solutions)},
    {ROLE_CHECK, inline_checks, COUNT(inline_checks)},
};

/* What can only name a column. */
static const Str cause_columns[] = {
    W("why"), W("为何"), W("为什么"), W("意思"), W("含义"), W("涵义"), W("意义"), W("meaning"), W("what it means"),
};
static const Str category_columns[] = {
    W("类型"), W("type"), W("组件"), W("模块"), W("component"),
};
static const Str code_columns[] = {
    W("错误码"), W("错误代码"), W("错误消息"),   W("错误信息"), W("报错"), W("报错信息"),      W("日志"),
    W("log"),    W("error"),    W("error code"), W("message"),  W("code"), W("error message"),
};
static const Words columns[] = {
    {ROLE_CAUSE, cause_columns, COUNT(cause_columns)},
    {ROLE_CATEGORY, category_columns, COUNT(category_columns)},
    {ROLE_CODE_COLUMN, code_columns, COUNT(code_columns)},
};
/* What the name of a column may end with: 丟失原因, 異常類型. */
static const Str cause_endings[] = {W("原因"), W(" cause"), W(" causes"), W(" reason")};
static const Str category_endings[] = {W("类型"), W("类别"), W("分类"), W(" type"), W(" category")};

/* What may stand before a label's word, and behind it, without changing what it is. */
static const Str qualifiers[] = {
    W("可能的"),       W("可能"),       W("常见的"),     W("常见"),         W("主要的"),     W("主要"),
    W("问题的"),       W("问题"),       W("故障的"),     W("故障"),         W("报错的"),     W("报错"),
    W("错误的"),       W("错误"),       W("失败的"),     W("失败"),         W("异常的"),     W("异常"),
    W("具体的"),       W("具体"),       W("推荐的"),     W("推荐"),         W("建议的"),     W("其他的"),
    W("其他"),         W("产生的"),     W("产生"),       W("触发"),         W("导致的"),     W("the "),
    W("possible "),    W("potential "), W("common "),    W("likely "),      W("main "),      W("known "),
    W("most common "), W("proposed "),  W("suggested "), W("recommended "), W("temporary "), W("permanent "),
    W("quick "),       W("probable "),  W("typical "),   W("underlying "),  W("发生的"),     W("发生"),
    W("造成的"),       W("建议"),       W("临时"),       W("引起的"),       W("引起"),
};
static const Str endings[] = {W("分析"), W("说明"), W("描述"), W("如下"), W("如下所示"),  W("定位"),
                              W("剖析"), W("解析"), W("解读"), W("和"),   W(" analysis"), W(" description")};

/* What every name of a cause has that is joined so. */
static const Str cause_stems[] = {W("因"), W("cause"), W("reason")};
/* What joins the name of a cause and that of a fix to one label: 原因及解決方案, Causes & solutions. */
static const Str joiners[] = {
    W("以及"), W("及其"), W("及"), W("和"), W("与"), W("、"), W("/"), W("&"), W("+"), W(" and "), W(" or "),
};

#endif
