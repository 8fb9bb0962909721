#include "index.h"

#include <sqlite3.h>

#include "text/text.h"

typedef int TokenCallback(void *context, int flags, const char *text, int len, int start, int end);

typedef struct Forward {
    void *context;
    TokenCallback *token;
} Forward;

static int forward(void *context, const Token *token)
{
    const Forward *to = context;
    int flags = token->is_whole ? FTS5_TOKEN_COLOCATED : 0;
    return to->token(to->context, flags, token->text.data, (int)token->text.len, (int)token->start, (int)token->end);
}

static int create(void *context, const char **args, int count, Fts5Tokenizer **tokenizer)
{
    (void)args;
    *tokenizer = context; /* it has no state, but FTS5 wants an address */
    return count ? SQLITE_ERROR : SQLITE_OK;
}

static void destroy(Fts5Tokenizer *tokenizer)
{
    (void)tokenizer;
}

static int tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int len, TokenCallback *token)
{
    (void)tokenizer;
    if (flags & FTS5_TOKENIZE_QUERY) return len ? token(context, 0, text, len, 0, len) : SQLITE_OK;
    Forward to = {context, token};
    return tokens_each((Str){text, (size_t)len}, forward, &to);
}

/* How an extension gets at FTS5's interface (sqlite.org/fts5.html, section 7). */
static fts5_api *fts5_of(sqlite3 *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

int index_register_tokenizer(sqlite3 *db)
{
    fts5_api *api = fts5_of(db);
    if (!api) return SQLITE_ERROR;
    fts5_tokenizer tokenizer = {create, destroy, tokenize};
    return api->xCreateTokenizer(api, "whyfix", api, &tokenizer, NULL);
}
