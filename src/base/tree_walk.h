/* Looks at all that is below a folder. Private to base/. */
#ifndef WHYFIX_TREE_WALK_H
#define WHYFIX_TREE_WALK_H

#include "base.h"

/* Called with each file and folder, a folder after what is in it: its name from the topmost, which lives until the walk
 * ends. False: that is enough. */
typedef bool VisitName(void *context, Str name, bool is_folder);
/* Links are not followed. 0 where all could be looked at, or enough of it, else the errno of the first that could not.
 */
int tree_walk(Str folder, VisitName *visit, void *context);

#endif
