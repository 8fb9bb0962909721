/* The words of sentence.c: how sentences state a cause, or tell the reader what to do, in any language. Folded, as
 * those of vocabulary_words.h are. Private to content/. */
#ifndef WHYFIX_SENTENCE_WORDS_H
#define WHYFIX_SENTENCE_WORDS_H

#include "words.h"

/* How a sentence begins that tells the reader to do something. */
static const Str remedies[] = {
    W("请"),
    W("首先"),
    W("排查"),
    W("检查"),
    W("确认"),
    W("确保"),
    W("核对"),
    W("建议"),
    W("尝试"),
    W("重启"),
    W("重新"),
    W("升级"),
    W("修改"),
    W("调整"),
    W("更换"),
    W("关闭"),
    W("开启"),
    W("启用"),
    W("禁用"),
    W("联系"),
    W("咨询"),
    W("执行"),
    W("运行"),
    W("使用"),
    W("配置"),
    W("设置"),
    W("添加"),
    W("删除"),
    W("放行"),
    W("放开"),
    W("您可以"),
    W("可以"),
    W("需要"),
    W("先"),
    W("务必"),
    W("应"),
    W("check "),
    W("make sure"),
    W("ensure "),
    W("verify "),
    W("confirm "),
    W("try "),
    W("restart "),
    W("upgrade "),
    W("please "),
    W("contact "),
    W("use "),
    W("set "),
    W("run "),
    W("change "),
    W("add "),
    W("remove "),
    W("update "),
    W("configure "),
    W("enable "),
    W("disable "),
    W("reinstall "),
    W("install "),
    W("increase "),
    W("reduce "),
    W("delete "),
    W("replace "),
    W("edit "),
    W("reboot "),
    W("reset "),
    W("switch "),
    W("allow "),
    W("the solution is "),
    W("the fix is "),
    W("the workaround is "),
    W("the easiest way to fix "),
    W("the easiest way to solve "),
    W("you can "),
    W("you must "),
    W("you need "),
    W("you should "),
    W("we recommend "),
    W("it is recommended "),
    W("to resolve "),
    W("to fix "),
    W("to solve "),
    W("to work around "),
    W("as a workaround"),
    W("你可以"),
    W("可尝试"),
    W("可通过"),
    W("可参考"),
    W("要解决"),
    W("为解决"),
    W("为了解决"),
    W("如需解决"),
    W("如要解决"),
    W("若要解决"),
    W("解决方法"),
    W("解决办法"),
    W("解决方案"),
    W("推荐"),
    W("此时可"),
    W("此时请"),
    W("这种情况下,请"),
    W("遇到这种情况,请"),
    W("遇到该问题"),
};
/* … or goes over to it in the middle. */
static const Str clause_remedies[] = {
    W("请"),   W("建议"),         W("可尝试"),    W("可以尝试"),    W("可通过"),        W("可以通过"),
    W("需要"), W("需"),           W("应"),        W("您可以"),      W("你可以"),        W("please "),
    W("try "), W("you can try "), W("you need "), W("you should "), W("we recommend "),
};
static const Str inner_remedies[] = {W("。请"),      W(",请"),       W("。建议"),  W(",建议"),
                                     W(". please "), W(", please "), W(". check ")};

/* How a sentence states a cause; anywhere in it, … */
static const Str cause_phrases[] = {
    W("原因是"),         W("原因为"),          W("原因在于"),        W("是因为"),
    W("这是由于"),       W("是由于"),          W("通常由"),          W("一般由"),
    W("是由"),           W("因为这是"),        W("caused by"),       W("is because"),
    W("because of"),     W("happens because"), W("occurs because"),  W("due to"),
    W("the reason is"),  W("the cause is"),    W("reason for this"), W("cause of this"),
    W("as a result of"), W("happens when "),   W("happen when "),    W("happens if "),
    W("happen if "),     W("occurs when "),    W("occur when "),     W("occurs if "),
    W("occur if "),
};
/* … at its beginning, … */
static const Str cause_starts[] = {W("因为"), W("由于"), W("because ")};
/* … or at its end, where … */
static const Str cause_ends[] = {W("导致的"), W("造成的"), W("引起的"), W("所致"), W("导致"), W("造成"), W("引起")};
/* … it says what did. */
static const Str agents[] = {W("由"), W("因"), W("被"), W("是")};
/* What a sentence that begins with 由于 goes on to, where it explains something else than the trouble. */
static const Str consequences[] = {W("因此"),     W("所以"),     W("是否"),     W("必须"),    W("需要"),
                                   W("多个因素"), W("多种因素"), W("多种原因"), W("多个原因")};
/* What begins so only says what would be. */
static const Str conditions[] = {W("如果"), W("若"), W("假如"), W("当"), W("if "), W("when "), W("in case ")};

/* What a sentence with a colon at its end introduces: causes, what to do, or neither. */
static const Str cause_words[] = {W("原因"), W("cause"), W("reason")};
static const Str step_words[] = {W("步骤"),     W("方法"),  W("解决"),         W("操作"), W("排查"),
                                 W("检查"),     W("处理"),  W("修复"),         W("step"), W("fix"),
                                 W("solution"), W("check"), W("troubleshoot"), W("resol")};
static const Str other_words[] = {W("如果"), W("若"), W("以上"), W("上述"), W("不是"), W("if "), W("above")};

/* What a question names that has a cause. */
static const Str troubles[] = {
    W("失败"),  W("错误"),   W("报错"),    W("异常"),        W("无法"),    W("不能"),    W("不了"),    W("不通"),
    W("中断"),  W("超时"),   W("为什么"),  W("为何"),        W("怎么办"),  W("过慢"),    W("很慢"),    W("丢包"),
    W("卡住"),  W("oom"),    W("exceed"),  W("unavailable"), W("invalid"), W("fail"),    W("error"),   W("cannot"),
    W("can't"), W("unable"), W("doesn't"), W("not "),        W("why "),    W("stuck"),   W("timeout"), W("slow"),
    W("lost"),  W("crash"),  W("refused"), W("rejected"),    W("denied"),  W("missing"),
};
/* A heading with one of these names several. */
static const Str several[] = {W("常见"), W("已知"), W("common "), W("known "), W("errors"), W("failures")};

#endif
