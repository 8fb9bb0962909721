/* What `build` and `serve` share. */
#ifndef WHYFIX_SITE_JOB_H
#define WHYFIX_SITE_JOB_H

#include "content/content.h"
#include "site/site.h"

enum { WARNINGS_MOST = 100 /* of a rule that a build prints: a site that is no FAQ yet may have very many */ };
/* Builds ROOT's site and publishes it at `output` in one step. `base_url` may be NULL. False (reported) where it could
 * not, or where there are errors (or, if strict, warnings): what was published before is then unchanged. Unless
 * is_full, nothing is done where nothing has changed since what is published. */
bool site_job_publish(Arena *arena, Str root, Str output, const char *base_url, bool strict, bool is_full,
                      Diagnostics *diagnostics);

/* Hashes of what a site is made of: files by name, size and time, those of content/ as they are listed (inputs.c). */
typedef struct InputStamps {
    Str reader;       /* the program, and where the content is */
    Str surroundings; /* the program, templates/, static/, site.yml, the address: what all pages depend on */
    Str all;          /* all */
} InputStamps;
/* False (reported) where a folder cannot be read. */
bool inputs_stamps(Arena *arena, Str root, const FileInfoVec *content, const char *base_url, InputStamps *stamps,
                   Diagnostics *diagnostics);
/* A cache of what is of use to the next build, made by `owner`, and where `build` is given, for what that one
 * published. It is beside what is published (.site.cache/), and not in it, where the same content makes the same bytes.
 */
CacheFile inputs_cache(Arena *arena, Str output, const char *name, Str owner, Str build, bool is_new);
/* The id of the build that is published at `output`; STR_NONE where there is none that can be read. */
Str inputs_build(Arena *arena, Str output);
/* Whether that is all there: a site, and nothing that a build left beside it which was killed. */
bool inputs_are_published(Arena *arena, Str output, Str build);

/* llms.txt and llms-full.txt of a site, written beside the caller's work (llms.c). False (reported) where one could not
 * be. The content, the output and the cache, of what is kept of the published ones, must outlive the wait. */
typedef struct LlmsFiles LlmsFiles;
LlmsFiles *llms_start(Arena *arena, const Content *content, const SiteOutput *output, const CacheFile *cache);
bool llms_wait(LlmsFiles *llms, Diagnostics *diagnostics);
void llms_write_cache(LlmsFiles *llms, const CacheFile *cache); /* once they are published */

#endif
