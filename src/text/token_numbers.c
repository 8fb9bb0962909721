#include "text.h"

TokenNumbers token_numbers(Arena *arena)
{
    return (TokenNumbers){arena, number_map_new_for(arena, 0), str_map_new(arena), 0};
}

static size_t number_of_text(TokenNumbers *numbers, Str text)
{
    size_t number = numbers->count;
    if (!str_map_get(numbers->others, text, &number))
        str_map_set(numbers->others, str_copy(numbers->arena, text), number);
    return number;
}

size_t token_number(TokenNumbers *numbers, const Token *token)
{
    uint64_t characters = token->han[0] | (uint64_t)token->han[1] << 32;
    size_t number =
        characters ? number_map_add(numbers->han, characters, numbers->count) : number_of_text(numbers, token->text);
    numbers->count += number == numbers->count;
    return number;
}
