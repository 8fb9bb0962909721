/* The words of vocabulary.c that name columns of tables, beside those that are labels everywhere; folded, as those of
 * vocabulary_words.h are. Private to content/. */
#ifndef WHYFIX_COLUMN_WORDS_H
#define WHYFIX_COLUMN_WORDS_H

#include "words.h"

/* What can only name a column. */
static const Str cause_columns[] = {
    W("why"), W("为何"), W("为什么"), W("意思"), W("含义"), W("涵义"), W("意义"), W("meaning"), W("what it means"),
};
static const Str solution_columns[] = {
    W("怎么办"),   W("应对"),     W("措施"),     W("做法"),     W("方案"),  W("修正方式"),
    W("改善方式"), W("解决途径"), W("排除方式"), W("故障排除"), W("steps"),
};
/* What names a fix beside a column of causes alone. */
static const Str advice_columns[] = {
    W("建议"),   W("recommendation"), W("recommendations"), W("suggestion"), W("suggestions"),
    W("advice"), W("next step"),      W("next steps"),      W("response"),   W("try this"),
};
static const Str category_columns[] = {
    W("类型"), W("type"), W("组件"), W("模块"), W("component"),
};
static const Str code_columns[] = {
    W("错误码"), W("错误代码"), W("错误消息"),   W("错误信息"), W("报错"),     W("报错信息"),
    W("日志"),   W("log"),      W("error"),      W("告警"),     W("告警名称"), W("告警信息"),
    W("alert"),  W("alarm"),    W("error code"), W("message"),  W("code"),     W("error message"),
};
static const Words columns[] = {
    {ROLE_CAUSE, cause_columns, COUNT(cause_columns)},
    {ROLE_SOLUTION, solution_columns, COUNT(solution_columns)},
    {ROLE_CATEGORY, category_columns, COUNT(category_columns)},
    {ROLE_CODE_COLUMN, code_columns, COUNT(code_columns)},
};
/* A cell that says so is as good as empty. */
static const Str nothing[] = {W("无"), W("-"), W("--"), W("—"), W("n/a"), W("none"), W("/")};
/* What the name of a column may end with: 丟失原因, 異常類型. */
static const Str solution_endings[] = {W("措施"), W("办法"), W("对策"), W("调整方法")};
static const Str cause_endings[] = {W("原因"), W(" cause"), W(" causes"), W(" reason")};
static const Str category_endings[] = {W("类型"), W("类别"), W("分类"), W(" type"), W(" category")};

#endif
