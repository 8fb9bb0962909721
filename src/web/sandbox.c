/* After start-up the endpoint only reads: it opens no file for writing, changes none, and starts no process. Landlock
 * and seccomp each see to that, so that one of them is enough where a kernel lacks the other. */
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "internal.h"

#include "sandbox_filter.inc" /* made by generate_filter.c */

static bool enter_seccomp(bool may_connect)
{
    struct sock_fprog filter = {sizeof filter_steps / sizeof *filter_steps, filter_steps};
    if (may_connect) filter = (struct sock_fprog){sizeof connecting_steps / sizeof *connecting_steps, connecting_steps};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &filter) == 0;
}

/* Everything below / may be read; what is handled and not allowed is denied (landlock(7)). */
static bool enter_landlock(void)
{
    struct landlock_ruleset_attr handled = {
        .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                             LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                             LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                             LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                             LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    if (rules < 0) return false;
    bool done = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return done;
}

const char *sandbox_enter(bool may_connect)
{
#ifdef COVERAGE
    (void)may_connect;
    return NULL; /* the counters are written to files at the end */
#endif
    bool has_landlock = enter_landlock(), has_seccomp = enter_seccomp(may_connect);
    if (has_landlock && has_seccomp) return NULL;
    if (has_seccomp) return "this kernel has no Landlock: seccomp alone keeps the endpoint from writing";
    if (has_landlock) return "this kernel has no seccomp: Landlock alone keeps the endpoint from writing";
    return "this kernel has neither Landlock nor seccomp: the endpoint runs without a sandbox";
}
