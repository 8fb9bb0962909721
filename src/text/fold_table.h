/* The format of the fold table, shared by its generator and its reader: two stages, a page of 128 characters each. */
#ifndef WHYFIX_FOLD_TABLE_H
#define WHYFIX_FOLD_TABLE_H

#include <stdint.h>

enum { FOLD_PAGE = 128, FOLD_LONGEST = 18 };

/* An entry: how far the folded character is from this one, so that characters that stay as they are look alike and
 * their pages are stored once; or (FOLD_EXPANDS) where its expansion begins: a count, then so many characters. */
#define FOLD_VALUE            0x001FFFFFu
#define FOLD_DELTA(folded, c) (((uint32_t)(folded) - (uint32_t)(c)) & FOLD_VALUE)
#define FOLD_APPLY(delta, c)  (((uint32_t)(delta) + (uint32_t)(c)) & FOLD_VALUE)
#define FOLD_EXPANDS          0x00200000u
#define FOLD_WIDE             0x00400000u
#define FOLD_TRADITIONAL      0x00800000u /* has another, Simplified form */
#define FOLD_SIMPLIFIED       0x01000000u /* is the Simplified form of another */
#define FOLD_LETTER           0x02000000u
#define FOLD_DIGIT            0x04000000u
#define FOLD_HAN              0x08000000u
#define FOLD_IDEOGRAPH        0x10000000u

#endif
