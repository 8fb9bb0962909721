/* What templates are filled with: a tree of texts, lists and objects, built in an arena. Private to site/ and web/. */
#ifndef WHYFIX_VALUE_H
#define WHYFIX_VALUE_H

#include "base/base.h"

typedef enum ValueType { VALUE_FALSE, VALUE_TRUE, VALUE_TEXT, VALUE_LIST, VALUE_OBJECT } ValueType;

typedef struct Value Value;
typedef struct ValueField {
    Str name;
    uint32_t tag;    /* as of ValueName */
    uint32_t before; /* which field of the same list was set before it, from 1; 0: none */
    const Value *value;
} ValueField;

struct Value {
    ValueType type;
    Arena *arena;
    union {
        Str text; /* of VALUE_TEXT; markup where it came from value_html() */
        struct {
            VEC(ValueField) fields;
            uint32_t *newest; /* the field that was set last in each of the lists that tags are spread over, from 1 */
        };
        VEC(const Value *) items;
    };
};

Value *value_object(Arena *arena);
Value *value_list(Arena *arena);
Value *value_text(Arena *arena, Str text);
const Value *value_bool(bool is_true);

void value_push(Value *list, const Value *item);
/* A name that is looked up often, with a few of its characters, by which it is told from others: of a literal they are
 * known when the program is compiled. */
typedef struct ValueName {
    Str text;
    uint32_t tag;
} ValueName;

static inline ValueName value_name(Str text)
{
    if (!text.len) return (ValueName){text, 0};
    const unsigned char *bytes = (const unsigned char *)text.data;
    return (ValueName){text, (uint32_t)(text.len & 0xFF) | (uint32_t)bytes[0] << 8 |
                                 (uint32_t)bytes[text.len / 2] << 16 | (uint32_t)bytes[text.len - 1] << 24};
}

/* Sets a field of an object; of several with the same name the last one counts. The name is not copied. */
void value_put(Value *object, ValueName name, const Value *value);

/* The same for names that are literals. A text without a value (data NULL) is false. */
static inline void value_set(Value *object, const char *name, const Value *value)
{
    value_put(object, value_name((Str){name, strlen(name)}), value);
}

static inline void value_set_text(Value *object, const char *name, Str text)
{
    value_set(object, name, value_text(object->arena, text));
}

static inline void value_set_html(Value *object, const char *name, Html html)
{
    value_set_text(object, name, html.markup);
}

static inline void value_set_bool(Value *object, const char *name, bool is_true)
{
    value_set(object, name, value_bool(is_true));
}

void value_set_number(Value *object, const char *name, size_t number);
/* A list of texts. */
void value_set_strings(Value *object, const char *name, StrVec strings);
/* The field of an object, or NULL. */
const Value *value_get(const Value *object, Str name);
const Value *value_find(const Value *object, const ValueName *name);
/* What a section is shown for: neither false, nor an empty text or list. */
bool value_is_true(const Value *value);

#endif
