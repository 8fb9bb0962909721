#include "value.h"

enum { LIST_BITS = 3, LISTS = 1 << LIST_BITS };

static Value *value_new(Arena *arena, ValueType type)
{
    Value *value = ARENA_NEW(arena, Value);
    value->arena = arena;
    value->type = type;
    return value;
}

Value *value_object(Arena *arena)
{
    Value *object = value_new(arena, VALUE_OBJECT);
    object->newest = ARENA_ARRAY(arena, uint32_t, LISTS);
    return object;
}

Value *value_list(Arena *arena)
{
    return value_new(arena, VALUE_LIST);
}

Value *value_text(Arena *arena, Str text)
{
    Value *value = value_new(arena, text.data ? VALUE_TEXT : VALUE_FALSE);
    value->text = text;
    return value;
}

const Value *value_bool(bool is_true)
{
    static const Value both[] = {{.type = VALUE_FALSE}, {.type = VALUE_TRUE}};
    return &both[is_true];
}

void value_push(Value *list, const Value *item)
{
    VEC_PUSH(list->arena, &list->items, item);
}

/* Spread by a multiplication (Knuth, The Art of Computer Programming 3, section 6.4). */
static uint32_t list_of(uint32_t tag)
{
    return tag * UINT32_C(2654435769) >> (32 - LIST_BITS);
}

void value_put(Value *object, ValueName name, const Value *value)
{
    uint32_t *newest = &object->newest[list_of(name.tag)];
    VEC_PUSH(object->arena, &object->fields, ((ValueField){name.text, name.tag, *newest, value}));
    *newest = (uint32_t)object->fields.len;
}

void value_set_number(Value *object, const char *name, size_t number)
{
    char room[BUFFER_ROOM];
    Buffer digits = BUFFER_IN(room);
    buffer_add_number(&digits, number);
    value_set_text(object, name, buffer_take(&digits, object->arena));
}

void value_set_strings(Value *object, const char *name, StrVec strings)
{
    Value *list = value_list(object->arena);
    for (size_t i = 0; i < strings.len; i++) value_push(list, value_text(object->arena, strings.items[i]));
    value_set(object, name, list);
}

const Value *value_get(const Value *object, Str name)
{
    ValueName looked_up = value_name(name);
    return value_find(object, &looked_up);
}

const Value *value_find(const Value *object, const ValueName *name)
{
    if (!object || object->type != VALUE_OBJECT) return NULL;
    const ValueField *fields = object->fields.items;
    for (size_t at = object->newest[list_of(name->tag)]; at; at = fields[at - 1].before) /* the last one set counts */
        if (fields[at - 1].tag == name->tag && str_equal(fields[at - 1].name, name->text)) return fields[at - 1].value;
    return NULL;
}

bool value_is_true(const Value *value)
{
    if (!value || value->type == VALUE_FALSE) return false;
    if (value->type == VALUE_TEXT) return value->text.len > 0;
    return value->type != VALUE_LIST || value->items.len > 0;
}
