/* Words that are labels only beside one of the other kind: 方法 behind a cause, 分析 in front of a fix. Folded, as
 * those of vocabulary_words.h are. Private to content/. */
#ifndef WHYFIX_LOOSE_WORDS_H
#define WHYFIX_LOOSE_WORDS_H

#include "words.h"

static const Str loose_solutions[] = {
    W("怎么办"),      W("如何排除"),
    W("方法"),        W("步骤"),
    W("做法"),        W("方案"),
    W("操作"),        W("操作方法"),
    W("操作方式"),    W("具体步骤"),
    W("具体操作"),    W("具体方法"),
    W("执行步骤"),    W("处理过程"),
    W("解答"),        W("应对"),
    W("排错"),        W("故障排除"),
    W("后续步骤"),    W("建议"),
    W("建议方案"),    W("长期方案"),
    W("排除"),        W("解决结果"),
    W("answer"),      W("steps"),
    W("procedure"),   W("instructions"),
    W("resolve"),     W("try"),
    W("try this"),    W("solve"),
    W("repair"),      W("correction"),
    W("response"),    W("next step"),
    W("next steps"),  W("troubleshooting"),
    W("action"),      W("actions"),
    W("advice"),      W("how to"),
    W("what to do"),  W("recommendation"),
    W("suggestion"),  W("recommendations"),
    W("suggestions"), W("troubleshooting steps"),
};
static const Str loose_causes[] = {
    W("分析"), W("问题分析"), W("故障分析"),    W("解释"),   W("为什么"),    W("为何"),
    W("why"),  W("analysis"), W("explanation"), W("due to"), W("caused by"),
};

/* 第 3 題: */
static const Str question_counters[] = {W("题"), W("问"), W("个问题")};
/* What a heading says above questions. */
static const Str question_headings[] = {
    W("常见问题"),
    W("常见问题解答"),
    W("常见问题与解答"),
    W("常见问题及解答"),
    W("常见问题及答案"),
    W("常见问答"),
    W("常见疑问"),
    W("问答"),
    W("问与答"),
    W("问题与解答"),
    W("疑难解答"),
    W("faq"),
    W("faqs"),
    W("q&a"),
    W("q & a"),
    W("common questions"),
    W("frequently asked questions"),
    W("questions and answers"),
    W("常见问题 faq"),
    W("faq 常见问题"),
    W("常见问题(faq"),
    W("常见问题 (faq"),
};

#endif
