/* What `build` and `serve` share. */
#ifndef WHYFIX_SITE_JOB_H
#define WHYFIX_SITE_JOB_H

#include "content/content.h"

/* Builds ROOT's site and publishes it at `output` in one step. `base_url` may be NULL. False (reported) where it could
 * not, or where there are errors (or, if strict, warnings): what was published before is then unchanged. Unless
 * is_full, nothing is done where nothing has changed since what is published. */
bool site_job_publish(Arena *arena, Str root, Str output, const char *base_url, bool strict, bool is_full,
                      Diagnostics *diagnostics);

/* A hash of all that a site is made of: files by name, size and time, those of content/ as they are listed, the
 * program, the address (inputs.c). STR_NONE (reported) where a folder cannot be read. */
Str inputs_stamp(Arena *arena, Str root, const FileInfoVec *content, const char *base_url, Diagnostics *diagnostics);
/* Whether what is published at `output` was built, without a word to say, from what has this stamp. */
bool inputs_are_built(Arena *arena, Str output, Str stamp);
/* Notes that it was; STR_NONE: there was something to say, so that it is built, and said, again. */
void inputs_keep(Arena *arena, Str output, Str stamp);

/* llms.txt and llms-full.txt in a folder, written beside the caller's work (llms.c). False (reported) where one could
 * not be. The content must outlive the wait. */
typedef struct LlmsFiles LlmsFiles;
LlmsFiles *llms_start(Arena *arena, const Content *content, Str folder);
bool llms_wait(LlmsFiles *llms, Diagnostics *diagnostics);

#endif
