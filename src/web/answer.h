/* One request on its way to an answer: shared by endpoint.c and answers.c alone. */
#ifndef WHYFIX_ANSWER_H
#define WHYFIX_ANSWER_H

#include <sys/stat.h>

#include "internal.h"

struct WebEndpoint {
    Arena *arena;
    Str path;
    SearchUse use;
    SearchIndex *index;
    AnswerCache *cache; /* NULL where one request is answered */
    Str log_path;
    int log;            /* of searches; -1: none */
    double max_load;    /* above which searches are turned away; 0: never */
    struct stat opened; /* what the path led to when it was opened */
};

typedef enum AnswerType { AS_HTML, AS_JSON, AS_MARKDOWN } AnswerType;
extern const char *const answer_types[]; /* media types, by AnswerType */

typedef struct Answer {
    WebEndpoint *endpoint;
    SearchIndex *index;
    Arena *arena;
    const WebRequest *request;
    WebResponse *response;
    Parameters parameters;
    AnswerType as;
    bool is_partial; /* not to be kept by anybody */
    Diagnostics diagnostics;
} Answer;

/* Ends the answer (answers.c). */
void answer_finish(Answer *answer, int status, const char *type, Str body);
/* An error, in the form that was asked for: `message` is a key of the interface strings, `english` for programs. */
void answer_fail(Answer *answer, int status, const char *message, const char *english);
void answer_fail_unavailable(Answer *answer);
void answer_fail_parameter(Answer *answer, const char *name);
void answer_finish_json(Answer *answer, int status, Buffer *out); /* frees the buffer */
/* A page of another site must not use its reader's place in the network: only pages of the endpoint's own host may, and
 * of those in WHYFIX_ORIGINS. Programs send no Origin. */
bool answer_is_origin_allowed(const WebRequest *request);
const char *answer_reason(int status);

/* What each address answers. */
void answer_search(Answer *answer);
void answer_suggest(Answer *answer);
void answer_record(Answer *answer, Str id);
void answer_health(Answer *answer);
void answer_mcp(Answer *answer);
void answer_diagnose(Answer *answer); /* forms.c */
void answer_feedback(Answer *answer);
void answer_click(Answer *answer);

#endif
