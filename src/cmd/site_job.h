/* What `build` and `serve` share. */
#ifndef WHYFIX_SITE_JOB_H
#define WHYFIX_SITE_JOB_H

#include "base/base.h"

/* Builds ROOT's site and publishes it at `output` in one step. `base_url` may be NULL. False (reported) where it could
 * not, or where there are errors (or, if strict, warnings): what was published before is then unchanged. */
bool site_job_publish(Arena *arena, Str root, Str output, const char *base_url, bool strict, Diagnostics *diagnostics);

#endif
