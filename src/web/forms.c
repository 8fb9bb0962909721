/* What readers send to the endpoint: a log to be diagnosed, what they think of an answer, and which result they opened.
 */
#include <string.h>

#include "answer.h"
#include "text/text.h"

enum { CAUSES_MOST = 10 };

/* A form as browsers send it, or a log alone as `curl --data-binary @FILE -H 'Content-Type: text/plain'` does. */
static bool read_body(Answer *answer)
{
    const WebRequest *request = answer->request;
    if (!str_is(request->method, "POST")) return true;
    if (str_starts(request->content_type, STR("text/plain"))) {
        answer->parameters.log = request->body;
        return true;
    }
    const char *wrong = NULL;
    if (parameters_read(answer->arena, request->body, &answer->parameters, &wrong)) return true;
    answer_fail_parameter(answer, wrong);
    return false;
}

/* Whether the request may go on: a POST, or where `may_get`, a GET; of a body that was read whole. */
static bool is_right(Answer *answer, bool may_get)
{
    const WebRequest *request = answer->request;
    bool is_get = str_is(request->method, "GET") || str_is(request->method, "HEAD");
    if (!str_is(request->method, "POST") && !(may_get && is_get)) {
        answer_fail(answer, 405, "bad_request",
                    may_get ? "Only GET, HEAD and POST are answered here." : "Only POST is answered here.");
        response_header(answer->arena, answer->response, "Allow", may_get ? STR("GET, HEAD, POST") : STR("POST"));
        return false;
    }
    if (request->is_body_cut) {
        answer_fail(answer, 413, "bad_request", "The form is too large: send the part of the log that matters.");
        return false;
    }
    if (!answer->index) {
        answer_fail_unavailable(answer);
        return false;
    }
    return read_body(answer);
}

static void finish_html(Answer *answer, bool is_rendered, Str html)
{
    if (is_rendered)
        answer_finish(answer, 200, answer_types[AS_HTML], html);
    else
        answer_fail_unavailable(answer);
}

void answer_diagnose(Answer *answer)
{
    DiagnosisVec causes = {0};
    CleanReport report;
    if (!is_right(answer, true)) return;
    Str log = answer->parameters.log.data ? text_clean(answer->arena, answer->parameters.log, &report) : STR("");
    bool is_asked = answer->parameters.q.len || str_trim(log).len;
    if (is_asked && !search_diagnose(answer->index, answer->arena, answer->parameters.q, log, CAUSES_MOST, &causes,
                                     &answer->diagnostics)) {
        answer_fail_unavailable(answer);
        return;
    }
    if (answer->as == AS_JSON) {
        Buffer out = {0};
        Json json = json_writer(&out);
        search_write_diagnosis(&json, answer->index, answer->parameters.q, &causes);
        answer_finish_json(answer, 200, &out);
        return;
    }
    Str html;
    finish_html(answer,
                page_render_diagnosis(answer->index, answer->arena, &answer->parameters, is_asked ? &causes : NULL,
                                      &html, &answer->diagnostics),
                html);
}

/* Whether what a reader says can be taken: from a page of this site, into a log that there is. */
static bool may_log(Answer *answer)
{
    if (!is_right(answer, false)) return false;
    if (!answer_is_origin_allowed(answer->request)) {
        answer_fail(answer, 403, "bad_request", "Pages of this origin may not write here.");
        return false;
    }
    if (answer->endpoint->log >= 0) return true;
    answer_fail(answer, 503, "feedback_off", "Feedback is not kept here: the server has no WHYFIX_LOG.");
    return false;
}

static bool has_entry(Answer *answer)
{
    SearchEntry entry;
    Str id = answer->parameters.entry;
    if (id.data && search_read_entry(answer->index, answer->arena, id, &entry, &answer->diagnostics)) return true;
    if (answer->diagnostics.count[SEVERITY_FAILURE])
        answer_fail_unavailable(answer);
    else
        answer_fail_parameter(answer, "entry");
    return false;
}

static bool is_reason(Str reason)
{
    static const char *const reasons[] = {"more", "wrong", "hard", "link", "other"};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (str_is(reason, reasons[i])) return true;
    return !reason.data;
}

static void log_failed(Answer *answer)
{
    answer_fail(answer, 503, "feedback_off", "The log cannot be written.");
    answer->response->log =
        str_format(answer->arena, "whyfix.cgi: WHYFIX_LOG: cannot write to %.*s", STR_ARG(answer->endpoint->log_path));
}

void answer_feedback(Answer *answer)
{
    const Parameters *parameters = &answer->parameters;
    if (!may_log(answer) || !has_entry(answer)) return;
    bool is_solved = str_is(parameters->solved, "yes");
    if (!is_solved && !str_is(parameters->solved, "no")) {
        answer_fail_parameter(answer, "solved");
        return;
    }
    if (!is_reason(parameters->reason)) {
        answer_fail_parameter(answer, "reason");
        return;
    }
    LoggedFeedback feedback = {parameters->entry, parameters->reason, parameters->text, is_solved};
    if (!query_log_add_feedback(answer->endpoint->log, &feedback)) {
        log_failed(answer);
        return;
    }
    if (answer->as == AS_JSON) {
        Buffer out = {0};
        buffer_add_text(&out, "{\"status\":\"ok\"}");
        answer_finish_json(answer, 200, &out);
        return;
    }
    Str html;
    finish_html(answer, page_render_thanks(answer->index, answer->arena, parameters, &html, &answer->diagnostics),
                html);
}

/* navigator.sendBeacon() of a page whose site.yml has `beacon: on`. */
void answer_click(Answer *answer)
{
    if (!may_log(answer) || !has_entry(answer)) return;
    if (!answer->parameters.q.len) {
        answer_fail_parameter(answer, "q");
        return;
    }
    if (query_log_add_click(answer->endpoint->log, answer->parameters.q, answer->parameters.entry))
        answer_finish(answer, 204, "text/plain", STR(""));
    else
        log_failed(answer);
}
