/* Shared by the files of text/ alone. */
#ifndef WHYFIX_FOLD_INTERNAL_H
#define WHYFIX_FOLD_INTERNAL_H

#include "fold_table.h"

uint32_t fold_entry(uint32_t c); /* the table's entry for a character, FOLD_* flags and all */

#endif
