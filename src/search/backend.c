/* Sphinx or Manticore over SphinxQL, filled from the export "sphinx", which has our tokens; they go in as they are.
 * libmariadb is loaded when it is needed: nobody else should wait for it. */
#include "backend.h"

#include <errno.h>
#include <mysql.h>
#include <stdlib.h>
#include <string.h>

#include "text/text.h"

enum { FOUND_MOST = 300, SECONDS_MOST = 2 };

/* The functions of libmariadb that are used, by name. */
typedef struct Library {
    MYSQL *(*init)(MYSQL *);
    int (*options)(MYSQL *, enum mysql_option, const void *);
    MYSQL *(*connect)(MYSQL *, const char *, const char *, const char *, const char *, unsigned, const char *,
                      unsigned long);
    int (*query)(MYSQL *, const char *, unsigned long);
    MYSQL_RES *(*store_result)(MYSQL *);
    MYSQL_ROW (*fetch_row)(MYSQL_RES *);
    void (*free_result)(MYSQL_RES *);
    unsigned (*warning_count)(MYSQL *);
    const char *(*error)(MYSQL *);
    void (*close)(MYSQL *);
} Library;

struct Backend {
    Str address;
    char *host, *index;
    unsigned port;
    Library library;
    MYSQL *connection; /* NULL: none yet, or it was lost */
};

static bool load(Backend *backend, Diagnostics *diagnostics)
{
    Library *library = &backend->library;
    const LibraryFunction functions[] = {{"mysql_init", &library->init},
                                         {"mysql_options", &library->options},
                                         {"mysql_real_connect", &library->connect},
                                         {"mysql_real_query", &library->query},
                                         {"mysql_store_result", &library->store_result},
                                         {"mysql_fetch_row", &library->fetch_row},
                                         {"mysql_free_result", &library->free_result},
                                         {"mysql_warning_count", &library->warning_count},
                                         {"mysql_error", &library->error},
                                         {"mysql_close", &library->close}};
    return library_load("libmariadb.so.3", functions, sizeof functions / sizeof *functions) ||
           diagnostics_fail(diagnostics, STR("WHYFIX_BACKEND"),
                            "libmariadb cannot be loaded: install the package libmariadb3");
}

static bool is_name(Str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) return false;
    }
    return name.len > 0;
}

bool backend_open(Arena *arena, Backend **backend, Diagnostics *diagnostics)
{
    Str address = str_from(getenv("WHYFIX_BACKEND")), rest = address, host, port;
    *backend = NULL;
    if (!address.len) return true;
    bool is_right = str_starts(address, STR("sphinx://"));
    if (is_right) rest = str_slice(rest, sizeof "sphinx://" - 1, rest.len);
    is_right = is_right && str_next(&rest, '/', &port) && str_next(&port, ':', &host) && host.len && is_name(rest);
    long number = is_right && port.len ? strtol(str_copy(arena, port).data, NULL, 10) : 0;
    if (!is_right || number < 1 || number > 65535)
        return diagnostics_fail(diagnostics, STR("WHYFIX_BACKEND"),
                                "'%.*s' is no address: write sphinx://HOST:PORT/INDEX", STR_ARG(address));
    Backend *mine = ARENA_NEW(arena, Backend);
    *mine = (Backend){.address = str_copy(arena, address), .port = (unsigned)number};
    mine->host = (char *)(uintptr_t)str_copy(arena, host).data;
    mine->index = (char *)(uintptr_t)str_copy(arena, rest).data;
    *backend = mine;
    return load(mine, diagnostics);
}

static void disconnect(Backend *backend)
{
    if (backend->connection) backend->library.close(backend->connection);
    backend->connection = NULL;
}

void backend_close(Backend *backend)
{
    if (backend) disconnect(backend);
}

static bool connect_to(Backend *backend, Diagnostics *diagnostics)
{
    const unsigned seconds = SECONDS_MOST;
    const Library *library = &backend->library;
    if (backend->connection) return true;
    backend->connection = library->init(NULL);
    if (!backend->connection) out_of_memory(sizeof(MYSQL));
    library->options(backend->connection, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
    library->options(backend->connection, MYSQL_OPT_READ_TIMEOUT, &seconds);
    library->options(backend->connection, MYSQL_OPT_WRITE_TIMEOUT, &seconds);
    if (library->connect(backend->connection, backend->host, NULL, NULL, NULL, backend->port, NULL, 0)) return true;
    diagnostics_fail(diagnostics, backend->address, "the search backend does not answer: %s",
                     library->error(backend->connection));
    disconnect(backend);
    return false;
}

/* Asks; a connection that was lost since is made anew, once. */
static MYSQL_RES *ask(Backend *backend, Str query, Diagnostics *diagnostics)
{
    const Library *library = &backend->library;
    for (bool was_open = backend->connection != NULL;; was_open = false) {
        if (!connect_to(backend, diagnostics)) return NULL;
        MYSQL_RES *result = library->query(backend->connection, query.data, query.len) == 0
                                ? library->store_result(backend->connection)
                                : NULL;
        if (result) return result;
        if (!was_open)
            diagnostics_fail(diagnostics, backend->address, "the search backend cannot answer: %s",
                             library->error(backend->connection));
        disconnect(backend);
        if (!was_open) return NULL;
    }
}

/* ---- the query ------------------------------------------------------------------------------------------------------
 */

/* A token is letters, digits and Han characters; what else it has would be an operator, or part it. Its parts are
 * tokens of their own. */
static bool is_plain(Str token)
{
    uint32_t c;
    for (size_t len; token.len; token = str_slice(token, len, token.len)) {
        len = utf8_decode(token, &c);
        if (!len || char_class(c) == CHAR_OTHER) return false;
    }
    return true;
}

static void put_tokens(Buffer *out, Arena *arena, const Query *query)
{
    const QueryToken **tokens = ARENA_ARRAY(arena, const QueryToken *, query->tokens.len + 1);
    size_t count = 0;
    for (size_t i = 0; i < query->tokens.len; i++)
        if (is_plain(query->tokens.items[i].text)) tokens[count++] = &query->tokens.items[i];
    count = tokens_most_telling(tokens, count);
    for (size_t i = 0; i < count; i++) buffer_printf(out, "%s%.*s", i ? " | " : "", STR_ARG(tokens[i]->text));
}

static Str statement_of(Backend *backend, Arena *arena, const Query *query)
{
    Buffer out = {0};
    buffer_printf(&out, "SELECT entry, WEIGHT() FROM %s WHERE MATCH('", backend->index);
    size_t start = out.len;
    put_tokens(&out, arena, query);
    bool is_empty = out.len == start;
    /* the columns' weights are those of index/writer.c, in halves */
    buffer_printf(&out,
                  "') LIMIT %zu OPTION max_matches=%zu, "
                  "ranker=expr('bm25f(1.2,0.75,{question=6,aliases=6,cause=3,solution=2})*1000')",
                  (size_t)FOUND_MOST, (size_t)FOUND_MOST);
    Str taken = is_empty ? STR("") : buffer_take(&out, arena);
    buffer_free(&out);
    return taken;
}

/* The entry's number here; 0 where this index does not have it: the two may be of different builds for a while. */
static size_t number_of(SearchIndex *index, Str id, Diagnostics *diagnostics)
{
    uint32_t number;
    return entry_number(index, id, &number, diagnostics) && number <= index->entries ? number : 0;
}

bool backend_find(Backend *backend, SearchIndex *index, Arena *arena, const Query *query, float *of, bool *is_partial,
                  Diagnostics *diagnostics)
{
    Str statement = statement_of(backend, arena, query);
    if (!statement.len) return true;
    MYSQL_RES *result = ask(backend, statement, diagnostics);
    if (!result) return false;
    *is_partial |= backend->library.warning_count(backend->connection) > 0; /* a node that did not answer */
    for (MYSQL_ROW row; (row = backend->library.fetch_row(result));) {
        size_t number = row[0] && row[1] ? number_of(index, str_from(row[0]), diagnostics) : 0;
        if (number) of[number] += strtof(row[1], NULL);
    }
    backend->library.free_result(result);
    return !diagnostics->count[SEVERITY_FAILURE];
}
