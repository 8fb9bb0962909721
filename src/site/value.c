#include "value.h"

static Value *value_new(Arena *arena, ValueType type)
{
    Value *value = ARENA_NEW(arena, Value);
    value->arena = arena;
    value->type = type;
    return value;
}

Value *value_object(Arena *arena)
{
    return value_new(arena, VALUE_OBJECT);
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

Value *value_bool(Arena *arena, bool is_true)
{
    return value_new(arena, is_true ? VALUE_TRUE : VALUE_FALSE);
}

void value_push(Value *list, Value *item)
{
    VEC_PUSH(list->arena, &list->items, item);
}

static uint32_t tag_of(Str name)
{
    if (!name.len) return 0;
    const unsigned char *bytes = (const unsigned char *)name.data;
    return (uint32_t)(name.len & 0xFF) | (uint32_t)bytes[0] << 8 | (uint32_t)bytes[name.len / 2] << 16 |
           (uint32_t)bytes[name.len - 1] << 24;
}

void value_set(Value *object, const char *name, Value *value)
{
    Str text = str_from(name);
    VEC_PUSH(object->arena, &object->fields, ((ValueField){text, tag_of(text), value}));
}

void value_set_text(Value *object, const char *name, Str text)
{
    value_set(object, name, value_text(object->arena, text));
}

void value_set_html(Value *object, const char *name, Html html)
{
    value_set_text(object, name, html.markup);
}

void value_set_bool(Value *object, const char *name, bool is_true)
{
    value_set(object, name, value_bool(object->arena, is_true));
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

void value_index(Value *object)
{
    object->at = str_map_new(object->arena);
    for (size_t i = 0; i < object->fields.len; i++) str_map_set(object->at, object->fields.items[i].name, i);
}

const Value *value_get(const Value *object, Str name)
{
    ValueName looked_up = value_name(name);
    return value_find(object, &looked_up);
}

ValueName value_name(Str text)
{
    return (ValueName){text, tag_of(text), str_map_hash(text)};
}

const Value *value_find(const Value *object, const ValueName *name)
{
    size_t at;
    if (!object || object->type != VALUE_OBJECT) return NULL;
    if (object->at)
        return str_map_get_hashed(object->at, name->text, name->hash, &at) ? object->fields.items[at].value : NULL;
    for (size_t i = object->fields.len; i > 0; i--) { /* the last one set counts */
        const ValueField *field = &object->fields.items[i - 1];
        if (field->tag == name->tag && str_equal(field->name, name->text)) return field->value;
    }
    return NULL;
}

bool value_is_true(const Value *value)
{
    if (!value || value->type == VALUE_FALSE) return false;
    if (value->type == VALUE_TEXT) return value->text.len > 0;
    return value->type != VALUE_LIST || value->items.len > 0;
}
