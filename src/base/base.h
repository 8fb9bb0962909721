/* base: what every room stands on: memory, strings, files, diagnostics, JSON and HTML writing.
 * It knows nothing of FAQs. Every other room may include this header and no other of this folder. */
#ifndef WHYFIX_BASE_H
#define WHYFIX_BASE_H

#include <endian.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* ---- memory (arena.c) ------------------------------------------------------------------------------------- */

/* Called when memory runs out; does not return. Each program defines its own: the tool ends with exit 3 and one
 * line, the endpoint answers 503. Nothing has been published at that moment, so nothing is lost. */
_Noreturn void out_of_memory(size_t size);

void memory_start(void); /* has malloc ask the system for more at once: for a program of threads, before they start */
void *memory_alloc(size_t size);               /* like malloc, but calls out_of_memory() instead of returning NULL */
void *memory_resize(void *block, size_t size); /* like realloc, the same way */

/* An arena owns all that is allocated from it and frees it in one go. One a job, one thread. */
typedef struct Arena Arena;

Arena *arena_new(void);
void arena_free(Arena *arena);                /* NULL is allowed */
void arena_reset(Arena *arena);               /* frees the contents, keeps the arena */
void arena_adopt(Arena *arena, Arena *other); /* `other` lives as long as `arena` from now on, and goes with it */
void *arena_take(Arena *arena, size_t size);  /* aligned for any type, with whatever is there */
static inline void *arena_alloc(Arena *arena, size_t size) /* the same, zeroed */
{
    return memset(arena_take(arena, size), 0, size);
}
void *arena_copy(Arena *arena, const void *bytes, size_t size); /* `bytes` may be NULL where there are none */
/* Frees what was taken (all `size` bytes of it) before the rest, where it was so large that it can be. */
void arena_give_back(Arena *arena, void *taken, size_t size);
size_t arena_size(const Arena *arena); /* bytes of memory that it has, without what others have that it adopted */

/* An arena whose memory is an unnamed file in TMPDIR or /var/tmp, for what is large and read now and then: the system
 * can write it out, and arena_rest() lets go of it until it is read again. A plain arena where there is no such file.
 */
Arena *arena_new_stored(void);
/* An arena that is a file, to be read; nothing can be taken from it. NULL where it cannot be mapped. */
Arena *arena_new_mapped(int file, size_t size, const char **bytes);
/* Copies what was taken from the arena, from one that it adopted or from another, for who reads here and there: where
 * it rests in a file that is read, and not brought into memory with all around it. From any thread, once it is all
 * written and while none is adopted. */
void arena_read(const Arena *arena, const void *taken, size_t size, void *to);
void arena_rest(Arena *arena); /* from any thread; of those that it adopted too, while it adopts none */
/* How many bytes are in the memory of this process; and of them, of files: of programs, and of stored arenas. */
typedef struct MemoryUse {
    size_t all, files;
} MemoryUse;
MemoryUse memory_use(void);
/* Whether there are more than so many, and about as many as there ever were, and of files more than so many. For who
 * asks at each step: the system is asked no sooner than they can have become so many since it was asked last. */
bool memory_exceeds(size_t all, size_t files);

#define ARENA_NEW(arena, Type)          ((Type *)arena_alloc((arena), sizeof(Type)))
#define ARENA_ARRAY(arena, Type, count) ((Type *)arena_alloc((arena), sizeof(Type) * (count)))

/* A typed, growing array whose items live in an arena: VEC(int) numbers = {0}; VEC_PUSH(arena, &numbers, 7); */
#define VEC(Type)                                                                                                      \
    struct {                                                                                                           \
        Type *items;                                                                                                   \
        size_t len, cap;                                                                                               \
    }
#define VEC_PUSH(arena, vec, item)                                                                                     \
    ((vec)->len < (vec)->cap ? (void)0 : vec_grow((arena), (void **)&(vec)->items, &(vec)->cap, sizeof *(vec)->items), \
     (void)((vec)->items[(vec)->len++] = (item)))

void vec_grow(Arena *arena, void **items, size_t *cap, size_t item_size);

/* ---- strings (str.c, utf8.c, buffer.c) ----------------------------------------------------------------------------
 */

/* A view of bytes that somebody else owns. Not NUL-terminated unless it came from str_copy() or buffer_str(). */
typedef struct Str {
    const char *data;
    size_t len;
} Str;
typedef VEC(Str) StrVec;
typedef VEC(int) IntVec;

#define STR(literal) ((Str){(literal), sizeof(literal) - 1})
#define STR_NONE     ((Str){NULL, 0})
#define STR_ARG(s)   (int)(s).len, (s).data /* for "%.*s" */

bool str_equal(Str a, Str b);
bool str_lists_equal(StrVec a, StrVec b); /* item by item */
/* Of a C string; NULL gives STR_NONE. How long a literal is is known when the program is compiled. */
static inline Str str_from(const char *text)
{
    return text ? (Str){text, strlen(text)} : STR_NONE;
}
/* An empty text where there is none. */
static inline Str str_or_empty(Str text)
{
    return text.data ? text : STR("");
}
static inline bool str_is(Str a, const char *text)
{
    return str_equal(a, str_from(text));
}
/* By bytes, the shorter first; for sorting. */
static inline int str_compare(Str a, Str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    if (order) return order;
    return (a.len > b.len) - (a.len < b.len);
}
void str_sort(StrVec *strings);
bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);
/* The length of the first of them that it starts with; 0: with none. */
size_t str_starts_any(Str s, const char *const *prefixes, size_t count);
Str str_slice(Str s, size_t from, size_t to); /* bytes [from, to), clipped to s */
Str str_trim(Str s);                          /* without ASCII white space and U+3000 at both ends */
Str str_trim_end(Str s);
ptrdiff_t str_find(Str s, Str needle); /* byte offset, or -1 */
bool str_has(Str s, Str needle);
bool str_has_pair(Str s, char first, const char *next); /* the byte, and behind it one of the others */
Str str_copy(Arena *arena, Str s);          /* a NUL-terminated copy in the arena; STR_NONE stays STR_NONE */
Str str_concat(Arena *arena, Str a, Str b); /* the one behind the other, NUL-terminated */
Str str_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The 16 hexadecimal digits of a number, and the 32 of one in two parts: for hashes. */
Str str_hex(Arena *arena, uint64_t number);
Str str_hex_128(Arena *arena, uint64_t high, uint64_t low);
/* Takes the text up to the next `separator` off the front of *rest; false when nothing is left. */
bool str_next(Str *rest, char separator, Str *piece);
/* Takes so many bytes off the front of *rest; false where it has less. */
bool str_take(Str *rest, void *to, size_t len);
/* Compares ASCII letters without regard to case. */
bool str_equal_nocase(Str a, Str b);

/* A growing string that owns its memory; {0} is a valid empty one. buffer_free() when done. One that is mostly short
 * can begin in an array of the caller's: BUFFER_IN(room). */
typedef struct Buffer {
    char *data;
    size_t len, cap;
    bool is_borrowed; /* data is the caller's */
} Buffer;
#define BUFFER_IN(room) ((Buffer){.data = (room), .cap = sizeof(room), .is_borrowed = true})
enum { BUFFER_ROOM = 512 /* bytes that most short texts fit in */ };

void buffer_free(Buffer *buffer);
void buffer_clear(Buffer *buffer);                 /* empties it, keeps the memory */
void buffer_reserve(Buffer *buffer, size_t extra); /* room for so many bytes, and a NUL behind them */

static inline void buffer_add(Buffer *buffer, Str text)
{
    if (!text.len) return;
    if (buffer->cap - buffer->len <= text.len) buffer_reserve(buffer, text.len);
    memcpy(buffer->data + buffer->len, text.data, text.len);
    buffer->len += text.len;
}

static inline void buffer_add_char(Buffer *buffer, char c)
{
    if (buffer->cap - buffer->len <= 1) buffer_reserve(buffer, 1);
    buffer->data[buffer->len++] = c;
}

void buffer_add_text(Buffer *buffer, const char *text);
/* Texts one after the other: BUFFER_ADD(&out, STR("<"), name, STR(">")). */
void buffer_add_parts(Buffer *buffer, const Str *parts, size_t count);
#define BUFFER_ADD(buffer, ...)                                                                                        \
    buffer_add_parts((buffer), (const Str[]){__VA_ARGS__}, sizeof((const Str[]){__VA_ARGS__}) / sizeof(Str))
void buffer_add_number(Buffer *buffer, size_t number); /* in decimal */
/* In base-128 digits, the least first, the high bit set on all but the last. */
void buffer_add_packed(Buffer *buffer, uint64_t number);
/* The same where there is room for it: ten bytes at most. Returns where it ends. */
static inline char *packed_write(char *at, uint64_t number)
{
    for (; number >= 0x80; number >>= 7) *at++ = (char)(number | 0x80);
    *at++ = (char)number;
    return at;
}
/* For hashes: a number as memory has it; and a text, its length in front, so that no two ways to cut texts look alike.
 */
void buffer_add_word(Buffer *buffer, uint64_t number);
void buffer_add_measured(Buffer *buffer, Str text);
void buffer_printf(Buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_vprintf(Buffer *buffer, const char *format, va_list args);
Str buffer_str(const Buffer *buffer);              /* a view, valid until the buffer changes; NUL-terminated */
Str buffer_take(Buffer *buffer, Arena *arena);     /* the contents copied into the arena; the buffer is emptied */
void buffer_trim_end(Buffer *buffer, size_t from); /* drops ASCII white space at the end, not before offset `from` */

/* Four bytes as a number, the first one lowest; and whether the first three of them look like a character. */
static inline uint32_t utf8_word(const char *start)
{
    uint32_t bytes;
    memcpy(&bytes, start, sizeof bytes);
    return le32toh(bytes);
}
static inline bool utf8_is_three(uint32_t word)
{
    return (word & 0xC0C0F0) == 0x8080E0;
}
/* Decodes the character that text begins with (Unicode 15, table 3-7: no overlong forms, no surrogates). Returns its
 * length in bytes; 0 where text is empty or not well-formed there. */
size_t utf8_decode_other(Str text, uint32_t *code_point); /* what utf8_decode() does not see at once */
static inline size_t utf8_decode(Str text, uint32_t *code_point)
{
    if (text.len && (unsigned char)text.data[0] < 0x80) {
        *code_point = (unsigned char)text.data[0];
        return 1;
    }
    if (text.len < sizeof(uint32_t)) return utf8_decode_other(text, code_point);
    uint32_t word = utf8_word(text.data), first = word & 0x0F;
    if (!utf8_is_three(word) || first == 0x0 || first == 0xD) return utf8_decode_other(text, code_point);
    *code_point = first << 12 | (word >> 2 & 0x0FC0) | (word >> 16 & 0x3F); /* Han, and what stands between it */
    return 3;
}
void utf8_write(Buffer *out, uint32_t code_point);
Str utf8_first(Str text, size_t most);   /* the first characters of a text */
size_t utf8_before(Str text, size_t at); /* where the character in front of `at` begins; 0 at the start */
Str utf8_cut(Str text, size_t most);     /* the first bytes, and no part of a character at their end */
size_t utf8_put_other(char out[4], uint32_t code_point); /* what utf8_put() does not know at once */
/* utf8_write() to memory; returns how many bytes. */
static inline size_t utf8_put(char out[4], uint32_t code_point)
{
    if (code_point < 0x800 || code_point > 0xFFFF) return utf8_put_other(out, code_point);
    out[0] = (char)(0xE0 | code_point >> 12); /* most Han */
    out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[2] = (char)(0x80 | (code_point & 0x3F));
    return 3;
}

/* A table from strings to numbers (map.c); keys are views that must outlive it. */
typedef struct StrMap StrMap;
StrMap *str_map_new(Arena *arena);
StrMap *str_map_new_for(Arena *arena, size_t count); /* with room for so many at once */
bool str_map_get(const StrMap *map, Str key, size_t *value);
uint64_t str_map_hash(Str key); /* what it spreads keys by */
/* Of keys of up to so many bytes, and as long as each other, equal hashes mean that they are equal. */
enum { STR_MAP_KEY_IN_HASH = 7 };
void str_map_set(StrMap *map, Str key, size_t value);

/* From numbers other than 0, such as hashes, to what they stand for (number_map.c). */
typedef struct NumberMap NumberMap;
NumberMap *number_map_new_for(Arena *arena, size_t count); /* with room for so many at once */
/* What the key stands for; where it stands for nothing yet, that is `value` from then on. */
size_t number_map_add(NumberMap *map, uint64_t key, size_t value);

/* ---- writers: each output language has the one function that escapes for it (html.c, json.c, url.c) -------- */

/* Text that is ready-made HTML. A type of its own, so that text cannot be taken for it by mistake. */
typedef struct Html {
    Str markup;
} Html;

void html_escape(Buffer *out, Str text); /* for element content and for attributes in double quotes */

/* A JSON writer: commas and escapes are its business. Invalid UTF-8 becomes U+FFFD. */
typedef struct Json {
    Buffer *out;
    uint64_t has_items; /* a bit a nesting level: whether a comma is due; 64 levels at most */
    unsigned depth;
    bool after_key;
} Json;

Json json_writer(Buffer *out);
void json_put_object_start(Json *json);
void json_put_object_end(Json *json);
void json_put_array_start(Json *json);
void json_put_array_end(Json *json);
void json_put_key(Json *json, const char *key);
void json_put_str(Json *json, Str text);
void json_put_str_or_null(Json *json, Str text); /* null where text.data is NULL */
void json_put_int(Json *json, int64_t number);
void json_put_real(Json *json, double number); /* up to six decimals, no trailing zeros */
void json_put_bool(Json *json, bool value);
void json_put_null(Json *json);
void json_put_raw(Json *json, Str value);          /* a value that is JSON already */
void json_put_strings(Json *json, StrVec strings); /* an array of strings */

void url_encode(Buffer *out, Str text);               /* percent-encodes all but the unreserved set of RFC 3986 */
Str url_decode(Arena *arena, Str text, bool is_form); /* %XX, and + as a space in forms; bad escapes stay as they are */

/* The scheme of an absolute address (RFC 3986, section 3.1); STR_NONE where it has none. */
Str url_scheme(Str url);
bool url_is_elsewhere(Str url); /* with a scheme (https:, mailto:), or //host: not this site's */
/* A relative path put behind a folder, . and .. resolved; what would lead out of the root stays at it. */
Str path_resolve(Arena *arena, Str folder, Str relative);

/* ---- dates (date.c) ----------------------------------------------------------------------------------------- */

/* Seconds since 1970; those of SOURCE_DATE_EPOCH where it is set (reproducible-builds.org). */
int64_t date_now(void);
int64_t time_ns(void);                          /* nanoseconds since 1970, whatever SOURCE_DATE_EPOCH says */
double clock_ms(void);                          /* of the monotonic clock: for how long something took */
Str date_format(Arena *arena, int64_t seconds); /* the day in UTC, as ISO 8601 has it: 2024-05-06 */

/* ---- diagnostics (diagnostic.c) --------------------------------------------------------------------------- */

typedef enum Severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR, SEVERITY_FAILURE } Severity;

const char *severity_name(Severity severity);

/* One message to the author: `file:line:column: severity: message [rule]`. */
typedef struct Diagnostic {
    Severity severity;
    Str path;         /* empty: no file */
    int line, column; /* from 1; 0: none */
    Str message;      /* what is wrong, and the remedy */
    const char *rule; /* a rule's name, or NULL */
} Diagnostic;

/* How far a job is (progress.c): its stages, and on a terminal a line that says how many of how many, how quickly, and
 * how long it will take. Every function but the first takes NULL for nobody who watches. */
typedef struct Progress Progress;
Progress *progress_new(Arena *arena);
void progress_stage(Progress *progress, const char *name, size_t count); /* ends the one before; count: of its steps */
void progress_step(Progress *progress);                                  /* from any thread */
void progress_beside(Progress *progress, const char *name, double ms);   /* done by another thread meanwhile */
void progress_end(Progress *progress);
void progress_print(const Progress *progress, FILE *out); /* a table of the stages and their times */

typedef struct RuleCount {
    const char *rule;
    size_t count, printed;
} RuleCount;

/* What a job has to say. Functions add to it; cmd/ prints it and turns it into an exit code. Owns its memory. */
typedef struct Diagnostics {
    Arena *arena;
    Str folder; /* what the paths of diagnostics with a rule start from; printed before them. Empty: the current folder
                 */
    VEC(Diagnostic) list;
    size_t count[SEVERITY_FAILURE + 1];
    size_t most;          /* of a rule's warnings that are kept, and printed; 0: all */
    VEC(RuleCount) rules; /* with `most`: how many warnings of each there are */
    Progress *progress;   /* NULL: nobody watches */
} Diagnostics;

void diagnostics_init(Diagnostics *diagnostics);
void diagnostics_free(Diagnostics *diagnostics);
/* The author's business: the work goes on. */
void diagnostics_add(Diagnostics *diagnostics, Severity severity, const char *rule, Str path, int line, int column,
                     const char *format, ...) __attribute__((format(printf, 7, 8)));
/* The machine's business (I/O, SQLite): the command ends with exit 3. Returns false, so that callers can return it. */
bool diagnostics_fail(Diagnostics *diagnostics, Str path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same, with strerror(error_number) at the end. */
bool diagnostics_fail_errno(Diagnostics *diagnostics, Str path, int error_number, const char *doing);
/* Prints all in compiler style, files in byte order, lines ascending within one. */
void diagnostics_print(Diagnostics *diagnostics, FILE *out);
/* What `other` says is said by `diagnostics` from now on; frees `other`. */
void diagnostics_join(Diagnostics *diagnostics, Diagnostics *other);
size_t diagnostics_count(const Diagnostics *diagnostics); /* of all, also of those that are not kept */
/* 3 after a failure, 1 after an error (or, if strict, a warning), else 0: the contract's exit codes. */
int diagnostics_exit_code(const Diagnostics *diagnostics, bool strict);

/* ---- threads (parallel.c) ------------------------------------------------------------------------------------ */

/* One of several that work on a job: its index, from 0. */
typedef void ParallelFunction(void *context, unsigned worker, size_t index);

unsigned parallel_workers(void); /* as many as processors, or WHYFIX_JOBS; at most 64 */
/* Calls the function once for each index below `count`, from as many threads as `workers`; returns when all is done.
 * The calls of one worker come one after the other. Fewer threads do the work where the system gives no more, and while
 * calls beside it have the processors. */
void parallel_for(unsigned workers, size_t count, ParallelFunction *function, void *context);

/* One call beside the caller's own work. It has a processor for itself, but while it waits for another. */
typedef struct Parallel Parallel;
Parallel *parallel_start(Arena *arena, void (*function)(void *), void *context);
/* Returns when the call has; it may only begin here. Several threads may wait for one. NULL is allowed. */
void parallel_wait(Parallel *parallel);

/* ---- libraries that few runs need (library.c): loaded when they are first used, so that the others start without them
 */

typedef struct LibraryFunction {
    const char *name;
    void *place; /* of the pointer to it */
} LibraryFunction;
#define LIBRARY_FUNCTION(table, function)                                                                              \
    {                                                                                                                  \
#function, &(table).function                                                                                   \
    }

/* Looks the functions up; false where the library or one of them is missing. The library stays loaded. */
bool library_load(const char *file, const LibraryFunction *functions, size_t count);
/* Called where the work cannot go on without the library; does not return. The tool's ends with exit 3 and a line that
 * names the package. */
_Noreturn void library_missing(const char *file, const char *package);
/* Called where the work cannot go on without what it has written to a file of its own, and cannot read any more; does
 * not return. The tool's ends with exit 3. */
_Noreturn void file_lost(const char *file);

#include "files.h"

#endif
