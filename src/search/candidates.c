#include "internal.h"

bool candidates_find(SearchIndex *index, Arena *arena, const Query *query, const SearchRequest *request,
                     CandidateVec *candidates, Diagnostics *diagnostics)
{
    if (!query->match.len) return true;
    bool is_narrowed = request->category.data || request->lang.data;
    sqlite3_stmt *statement =
        statement_get(index, is_narrowed ? STATEMENT_MATCH_IN_FACET : STATEMENT_MATCH, diagnostics);
    if (!statement) return false;
    statement_bind(statement, 1, query->match);
    sqlite3_bind_int(statement, 2, CANDIDATES_MOST);
    if (is_narrowed) {
        Str lang = request->lang, primary;
        statement_bind(statement, 3, request->category);
        if (lang.data && str_next(&lang, '-', &primary)) statement_bind(statement, 4, primary);
    }
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW)
        VEC_PUSH(
            arena, candidates,
            ((Candidate){.number = sqlite3_column_int64(statement, 0), .bm25 = sqlite3_column_double(statement, 1)}));
    return statement_done(index, statement, result, diagnostics);
}
