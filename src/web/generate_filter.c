/* Writes the endpoint's seccomp filter (sandbox.c) as arrays in C, for one that asks a
 * search backend and one that does not: compiling it at each start would cost a CGI
 * process more than a search. Run when whyfix is built. */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What a program that answers look-ups never does. */
static const int denied[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(fork),
    SCMP_SYS(vfork),
    SCMP_SYS(creat),
    SCMP_SYS(openat2),
    SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),
    SCMP_SYS(rename),
    SCMP_SYS(renameat),
    SCMP_SYS(renameat2),
    SCMP_SYS(mkdir),
    SCMP_SYS(mkdirat),
    SCMP_SYS(rmdir),
    SCMP_SYS(link),
    SCMP_SYS(linkat),
    SCMP_SYS(symlink),
    SCMP_SYS(symlinkat),
    SCMP_SYS(mknod),
    SCMP_SYS(mknodat),
    SCMP_SYS(chmod),
    SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat),
    SCMP_SYS(chown),
    SCMP_SYS(fchown),
    SCMP_SYS(fchownat),
    SCMP_SYS(lchown),
    SCMP_SYS(truncate),
    SCMP_SYS(ftruncate),
    SCMP_SYS(fallocate),
    SCMP_SYS(utimensat),
    SCMP_SYS(setxattr),
    SCMP_SYS(fsetxattr),
    SCMP_SYS(bind),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(chroot),
    SCMP_SYS(pivot_root),
    SCMP_SYS(setuid),
    SCMP_SYS(setgid),
    SCMP_SYS(bpf),
    SCMP_SYS(keyctl),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(io_uring_setup),
#ifndef SANITIZED /* the leak checker needs them when the program ends */
    SCMP_SYS(clone),
    SCMP_SYS(clone3),
    SCMP_SYS(ptrace),
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

/* What only one that asks a search backend does. */
static const int connecting[] = {SCMP_SYS(socket), SCMP_SYS(connect)};

static bool deny(scmp_filter_ctx filter, const int *calls, size_t count)
{
    bool done = true;
    for (size_t i = 0; i < count && done; i++) {
        int result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), calls[i], 0);
        done = result == 0 || result == -EDOM; /* no such call on this machine */
    }
    return done;
}

static bool build(scmp_filter_ctx filter, bool may_connect)
{
    bool done = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 && deny_writing_opens(filter);
    done = done && deny(filter, denied, sizeof denied / sizeof *denied);
    return done && (may_connect || deny(filter, connecting, sizeof connecting / sizeof *connecting));
}

static bool write_filter(const char *name, bool may_connect)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    FILE *file = tmpfile();
    if (!filter || !file || !build(filter, may_connect) || seccomp_export_bpf(filter, fileno(file)) != 0) return false;
    rewind(file);
    struct sock_filter step;
    printf("static struct sock_filter %s[] = {\n", name);
    while (fread(&step, sizeof step, 1, file) == 1)
        printf("    {0x%x, %u, %u, 0x%x},\n", step.code, step.jt, step.jf, step.k);
    puts("};");
    fclose(file);
    seccomp_release(filter);
    return true;
}

int main(void)
{
    return write_filter("filter_steps", false) && write_filter("connecting_steps", true) ? 0 : 1;
}
