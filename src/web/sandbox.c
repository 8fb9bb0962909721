/* After start-up the endpoint only reads: it opens no file for writing, changes none, and starts no process. Landlock
 * and seccomp each see to that, so that one of them is enough where a kernel lacks the other. */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "internal.h"

/* What a program that answers look-ups never does. */
static const int denied[] = {
    SCMP_SYS(execve),         SCMP_SYS(execveat), SCMP_SYS(fork),      SCMP_SYS(vfork),     SCMP_SYS(creat),
    SCMP_SYS(openat2),        SCMP_SYS(unlink),   SCMP_SYS(unlinkat),  SCMP_SYS(rename),    SCMP_SYS(renameat),
    SCMP_SYS(renameat2),      SCMP_SYS(mkdir),    SCMP_SYS(mkdirat),   SCMP_SYS(rmdir),     SCMP_SYS(link),
    SCMP_SYS(linkat),         SCMP_SYS(symlink),  SCMP_SYS(symlinkat), SCMP_SYS(mknod),     SCMP_SYS(mknodat),
    SCMP_SYS(chmod),          SCMP_SYS(fchmod),   SCMP_SYS(fchmodat),  SCMP_SYS(chown),     SCMP_SYS(fchown),
    SCMP_SYS(fchownat),       SCMP_SYS(lchown),   SCMP_SYS(truncate),  SCMP_SYS(ftruncate), SCMP_SYS(fallocate),
    SCMP_SYS(utimensat),      SCMP_SYS(setxattr), SCMP_SYS(fsetxattr), SCMP_SYS(socket),    SCMP_SYS(connect),
    SCMP_SYS(bind),           SCMP_SYS(mount),    SCMP_SYS(umount2),   SCMP_SYS(chroot),    SCMP_SYS(pivot_root),
    SCMP_SYS(setuid),         SCMP_SYS(setgid),   SCMP_SYS(bpf),       SCMP_SYS(keyctl),    SCMP_SYS(process_vm_writev),
    SCMP_SYS(io_uring_setup),
#ifndef __SANITIZE_ADDRESS__ /* the leak checker needs both when the program ends */
    SCMP_SYS(clone),          SCMP_SYS(clone3),   SCMP_SYS(ptrace),
#endif
};

static bool deny_writing_opens(scmp_filter_ctx filter)
{
    static const unsigned flags[][2] = {
        {O_ACCMODE, O_WRONLY}, {O_ACCMODE, O_RDWR}, {O_CREAT, O_CREAT}, {O_TRUNC, O_TRUNC}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(open), 1,
                             SCMP_A1(SCMP_CMP_MASKED_EQ, flags[i][0], flags[i][1])) != 0 ||
            seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 1,
                             SCMP_A2(SCMP_CMP_MASKED_EQ, flags[i][0], flags[i][1])) != 0)
            return false;
    return true;
}

static bool enter_seccomp(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!filter) return false;
    bool done = deny_writing_opens(filter);
    for (size_t i = 0; i < sizeof denied / sizeof *denied && done; i++) {
        int result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), denied[i], 0);
        done = result == 0 || result == -EDOM; /* no such call on this machine */
    }
    done = done && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return done;
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

const char *sandbox_enter(void)
{
    bool has_landlock = enter_landlock(), has_seccomp = enter_seccomp();
    if (has_landlock && has_seccomp) return NULL;
    if (has_seccomp) return "this kernel has no Landlock: seccomp alone keeps the endpoint from writing";
    if (has_landlock) return "this kernel has no seccomp: Landlock alone keeps the endpoint from writing";
    return "this kernel has neither Landlock nor seccomp: the endpoint runs without a sandbox";
}
