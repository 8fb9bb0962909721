/* The sandbox of the endpoint, tried out in a child process. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"
#include "web/web.h"

/* Runs in a child: its exit code is the number of the first attempt that was not denied, or 0. */
static int try_all(int log)
{
    if (sandbox_enter(false) != NULL) return 100;
    if (open("/tmp/whyfix-sandbox", O_WRONLY | O_CREAT, 0600) >= 0) return 1;
    if (open("/dev/null", O_RDWR) >= 0) return 2;
    if (open("/etc/hostname", O_RDONLY | O_TRUNC) >= 0) return 3;
    if (unlink("/tmp/whyfix-sandbox-file") == 0 || errno == ENOENT) return 4;
    if (mkdir("/tmp/whyfix-sandbox-folder", 0700) == 0) return 5;
    if (execl("/bin/true", "true", (char *)NULL) != -1) return 6;
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0) return 7;
    if (rename("/tmp/whyfix-sandbox-file", "/tmp/whyfix-sandbox-other") == 0 || errno == ENOENT) return 8;
#ifndef __SANITIZE_ADDRESS__
    if (fork() >= 0) return 9;
#endif
    int reading = open("/proc/self/status", O_RDONLY); /* what it is there for still works */
    char byte;
    if (reading < 0 || read(reading, &byte, 1) != 1) return 10;
    return write(log, "line\n", 5) == 5 ? 0 : 11;
}

static void test_sandbox_denies_writing_and_starting(void **state)
{
    (void)state;
    char name[] = "/tmp/whyfix-log-XXXXXX";
    int log = mkstemp(name);
    assert_true(log >= 0);
    pid_t child = fork();
    if (child == 0) _exit(try_all(log));
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 100) { /* a kernel without one of the two */
        unlink(name);
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
    struct stat written;
    assert_int_equal(fstat(log, &written), 0);
    assert_int_equal(written.st_size, 5);
    close(log);
    unlink(name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sandbox_denies_writing_and_starting)};
    return cmocka_run_group_tests_name("web", tests, NULL, NULL);
}
