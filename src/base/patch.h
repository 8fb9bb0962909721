/* Few files of a folder are replaced in one step. Private to base/. */
#ifndef WHYFIX_PATCH_H
#define WHYFIX_PATCH_H

#include "base.h"

/* For readers there is one moment at which all change. Each file first becomes a link, by way of another one, `now`,
 * which leads to the files that were there, and then, by one rename(2), to those that come; these then take the places
 * of the links. Whoever is killed in between leaves all of the old or all of the new. */
typedef struct Patch {
    Str target; /* the folder whose files are replaced */
    Str fresh;  /* the folder of those that come */
    Str place;  /* of what is needed meanwhile: a folder, in the same one as `fresh` */
    Str way;    /* to that one from the target: "", where it is the target, or "../" */
} Patch;

/* Up to that moment: all files below `fresh` come, those that the target has of their names go, and so do those named
 * in `gone`. Makes `place`, which must not be there. False, with errno, where nothing has changed for readers: also
 * where it cannot be done, as a folder is missing, or what is no plain file is in the way, or there can be no links. */
bool patch_apply(const Patch *patch, const StrVec *gone);
/* From there on; and back to where it began for one that was given up before: no links are left. What they led to is
 * there until the caller removes both folders, for readers that are on their way. To be called after patch_apply(), and
 * for what a run that was killed has left. False, with errno, where links are left, and both folders must stay. */
bool patch_settle(const Patch *patch);

#endif
