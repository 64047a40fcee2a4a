/*
 * Lets user-mode Linux 6.1 run on processors with a large vector state (Intel AMX, since 2023). That kernel keeps 2,696 bytes of a
 * program's registers; the machine's own kernel refuses to set fewer than all it has (11 KB there) with EFAULT, and user-mode Linux
 * panics: "ptrace set fp regs failed, errno = 14". Loaded before it, this sets what it has, and leaves the rest as it is: nothing in the
 * laboratory uses those registers. Where the kernel does not refuse, nothing changes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>

static long (*real_ptrace)(enum __ptrace_request, pid_t, void *, void *);

/* not on the stack: a task of user-mode Linux has little of it; one of them runs at a time */
static char whole[64 * 1024] __attribute__((aligned(64)));

__attribute__((constructor)) static void find_real(void) {
  real_ptrace = dlsym(RTLD_NEXT, "ptrace");
}

static long set_whole(pid_t pid, void *what, const struct iovec *part) {
  struct iovec all = {whole, sizeof whole};
  if (real_ptrace(PTRACE_GETREGSET, pid, what, &all) < 0 || part->iov_len > all.iov_len) {
    errno = EFAULT;
    return -1;
  }
  memcpy(whole, part->iov_base, part->iov_len);
  return real_ptrace(PTRACE_SETREGSET, pid, what, &all);
}

long ptrace(enum __ptrace_request request, ...) {
  va_list arguments;
  va_start(arguments, request);
  pid_t pid = va_arg(arguments, pid_t);
  void *what = va_arg(arguments, void *);
  void *data = va_arg(arguments, void *);
  va_end(arguments);
  long answer = real_ptrace(request, pid, what, data);
  if (answer >= 0 || errno != EFAULT || request != PTRACE_SETREGSET || what != (void *)NT_X86_XSTATE) return answer;
  return set_whole(pid, what, data);
}
