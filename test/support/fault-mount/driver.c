/*
 * A pass-through file system (FUSE) that fails on request: every call on MOUNTPOINT goes to the same path below BACKING, unless a
 * fault stands in its way. Usage: driver BACKING MOUNTPOINT CACHE_SECONDS. As root, on Linux. With 0 seconds the kernel remembers
 * no name and no attribute, so that every call of a program meets the faults; network mounts remember them for one.
 *
 * Faults come in on standard input, one a line, and take effect together:
 *   fault OPS NAME LATENCY_US ERRNO AFTER TIMES FLAGS   OPS: `write,fsync` or `*`; NAME: part of the path, `%2F`-escaped, or `-`
 *   room BYTES LATE    what may still be written, -1 for no limit; LATE 1: the lack of it shows only at fsync and close
 *   apply              the lines since the last `apply` replace what was in force; answered by `applied`
 *   counts             answered by `counts OP=N …`, the calls since the last time
 * AFTER calls that match go through before the fault, and TIMES more meet it (-1: all of them). FLAGS: `-`, or of
 *   h  the call hangs until other faults are applied; its process can be killed meanwhile
 *   s  with h: nothing frees the process but the release
 *   c  one bit of what is written is turned
 * When standard input ends, so does the driver: what hangs gets ENOTCONN, the mount goes.
 */
#define _GNU_SOURCE
#include <fuse.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MAX_FAULTS 32
#define MAX_THREADS 512
#define LOOK_AGAIN_NS 20000000L

#define OPS(X)                                                                                                         \
	X(getattr) X(readdir) X(mkdir) X(unlink) X(rmdir) X(rename) X(link) X(symlink) X(readlink) X(chmod) X(chown)       \
	X(truncate) X(utimens) X(open) X(create) X(read) X(write) X(statfs) X(flush) X(release) X(fsync) X(fsyncdir) X(access)

#define ENUM_OF(name) OP_##name,
#define NAME_OF(name) #name,
enum op { OPS(ENUM_OF) OP_COUNT };
static const char *const OP_NAMES[] = {OPS(NAME_OF)};

struct fault {
	unsigned long ops; /* one bit for each enum op */
	char name[256];
	long latency_us;
	int error;
	long after, times, seen;
	int hangs, is_stubborn, corrupts;
};

struct plan {
	struct fault faults[MAX_FAULTS];
	int count;
	long long room; /* -1: no limit */
	int is_late;
};

struct handle {
	int fd;
	int overflowed; /* a late ENOSPC is due */
};

static const char *backing, *mountpoint;
static double cache_seconds;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct plan plan = {.room = -1}, next = {.room = -1};
static long counts[OP_COUNT];

/* ---- faults ---- */

static int matches(const struct fault *fault, enum op op, const char *path, const char *other)
{
	if (!(fault->ops & (1UL << op))) return 0;
	if (fault->name[0] == '\0') return 1;
	return (path && strstr(path, fault->name)) || (other && strstr(other, fault->name));
}

static void wait_us(long us)
{
	struct timespec left = {us / 1000000, us % 1000000 * 1000};
	while (nanosleep(&left, &left) == -1 && errno == EINTR) continue;
}

static long latency_of(enum op op, const char *path, const char *other)
{
	long longest = 0;
	for (int i = 0; i < plan.count; i++)
		if (matches(&plan.faults[i], op, path, other) && plan.faults[i].latency_us > longest)
			longest = plan.faults[i].latency_us;
	return longest;
}

static const struct fault *hang_of(enum op op, const char *path, const char *other)
{
	for (int i = 0; i < plan.count; i++)
		if (plan.faults[i].hangs && matches(&plan.faults[i], op, path, other)) return &plan.faults[i];
	return NULL;
}

/* Holds a call for as long as a hang applies to it. Under the lock. */
static int hold(enum op op, const char *path, const char *other)
{
	const struct fault *hang;
	while ((hang = hang_of(op, path, other)) != NULL) {
		struct timespec until;
		if (!hang->is_stubborn && fuse_interrupted()) return -EINTR;
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += LOOK_AGAIN_NS;
		if (until.tv_nsec >= 1000000000L) until.tv_sec++, until.tv_nsec -= 1000000000L;
		pthread_cond_timedwait(&changed, &lock, &until);
	}
	return 0;
}

static int error_of(enum op op, const char *path, const char *other)
{
	for (int i = 0; i < plan.count; i++) {
		struct fault *fault = &plan.faults[i];
		if (!fault->error || !matches(fault, op, path, other)) continue;
		long turn = fault->seen++ - fault->after;
		if (turn >= 0 && (fault->times < 0 || turn < fault->times)) return -fault->error;
	}
	return 0;
}

/* What a call has to go through before it reaches the disk. @return 0, or the negative errno that it fails with. */
static int meet(enum op op, const char *path, const char *other)
{
	pthread_mutex_lock(&lock);
	counts[op]++;
	long latency = latency_of(op, path, other);
	if (latency > 0) {
		pthread_mutex_unlock(&lock);
		wait_us(latency);
		pthread_mutex_lock(&lock);
	}
	int error = hold(op, path, other);
	if (!error) error = error_of(op, path, other);
	pthread_mutex_unlock(&lock);
	return error;
}

static int is_corrupted(const char *path)
{
	int found = 0;
	pthread_mutex_lock(&lock);
	for (int i = 0; i < plan.count; i++)
		if (plan.faults[i].corrupts && matches(&plan.faults[i], OP_write, path, NULL)) found = 1;
	pthread_mutex_unlock(&lock);
	return found;
}

/* Takes `growth` bytes of the room (gives them back when negative). @return 0 when there is no such room. */
static int take_room(long long growth, int *is_late)
{
	pthread_mutex_lock(&lock);
	*is_late = plan.is_late;
	int fits = plan.room < 0 || growth <= plan.room;
	if (fits && plan.room >= 0) plan.room -= growth;
	pthread_mutex_unlock(&lock);
	return fits;
}

static void give_room(long long bytes)
{
	int ignored;
	take_room(-bytes, &ignored);
}

/* ---- the file system ---- */

static const char *below(char *buffer, const char *path)
{
	snprintf(buffer, PATH_MAX, "%s%s", backing, path);
	return buffer;
}

#define BELOW(path) below((char[PATH_MAX]){0}, path)
#define MEET(op, path, other)                                                                                          \
	do {                                                                                                               \
		int met = meet(op, path, other);                                                                               \
		if (met) return met;                                                                                           \
	} while (0)
#define RESULT(call) ((call) == -1 ? -errno : 0)

static struct handle *handle_of(struct fuse_file_info *info)
{
	return (struct handle *)(uintptr_t)info->fh;
}

static long long size_of(const char *path)
{
	struct stat facts;
	return lstat(path, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_nlink == 1 ? facts.st_size : 0;
}

static int do_getattr(const char *path, struct stat *facts, struct fuse_file_info *info)
{
	MEET(OP_getattr, path, NULL);
	return info ? RESULT(fstat(handle_of(info)->fd, facts)) : RESULT(lstat(BELOW(path), facts));
}

static int do_readdir(const char *path, void *buffer, fuse_fill_dir_t fill, off_t offset, struct fuse_file_info *info,
                      enum fuse_readdir_flags flags)
{
	(void)offset, (void)info, (void)flags;
	MEET(OP_readdir, path, NULL);
	DIR *folder = opendir(BELOW(path));
	if (!folder) return -errno;
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
		struct stat facts = {.st_ino = entry->d_ino, .st_mode = (mode_t)entry->d_type << 12};
		if (fill(buffer, entry->d_name, &facts, 0, 0)) break;
	}
	closedir(folder);
	return 0;
}

static int do_mkdir(const char *path, mode_t mode)
{
	MEET(OP_mkdir, path, NULL);
	return RESULT(mkdir(BELOW(path), mode));
}

static int do_unlink(const char *path)
{
	MEET(OP_unlink, path, NULL);
	long long freed = size_of(BELOW(path));
	int result = RESULT(unlink(BELOW(path)));
	if (!result) give_room(freed);
	return result;
}

static int do_rmdir(const char *path)
{
	MEET(OP_rmdir, path, NULL);
	return RESULT(rmdir(BELOW(path)));
}

static int do_rename(const char *from, const char *to, unsigned int flags)
{
	MEET(OP_rename, from, to);
	long long freed = flags ? 0 : size_of(BELOW(to));
	int result = RESULT(syscall(SYS_renameat2, AT_FDCWD, BELOW(from), AT_FDCWD, BELOW(to), flags));
	if (!result) give_room(freed);
	return result;
}

static int do_link(const char *existing, const char *added)
{
	MEET(OP_link, existing, added);
	return RESULT(link(BELOW(existing), BELOW(added)));
}

static int do_symlink(const char *target, const char *path)
{
	MEET(OP_symlink, path, NULL);
	return RESULT(symlink(target, BELOW(path)));
}

static int do_readlink(const char *path, char *buffer, size_t size)
{
	MEET(OP_readlink, path, NULL);
	ssize_t length = readlink(BELOW(path), buffer, size - 1);
	if (length == -1) return -errno;
	buffer[length] = '\0';
	return 0;
}

static int do_chmod(const char *path, mode_t mode, struct fuse_file_info *info)
{
	(void)info;
	MEET(OP_chmod, path, NULL);
	return RESULT(chmod(BELOW(path), mode));
}

static int do_chown(const char *path, uid_t user, gid_t group, struct fuse_file_info *info)
{
	(void)info;
	MEET(OP_chown, path, NULL);
	return RESULT(lchown(BELOW(path), user, group));
}

static int do_truncate(const char *path, off_t size, struct fuse_file_info *info)
{
	MEET(OP_truncate, path, NULL);
	int is_late;
	long long growth = size - size_of(BELOW(path));
	if (!take_room(growth, &is_late)) return -ENOSPC;
	int result = info ? RESULT(ftruncate(handle_of(info)->fd, size)) : RESULT(truncate(BELOW(path), size));
	if (result) give_room(growth);
	return result;
}

static int do_utimens(const char *path, const struct timespec times[2], struct fuse_file_info *info)
{
	(void)info;
	MEET(OP_utimens, path, NULL);
	return RESULT(utimensat(AT_FDCWD, BELOW(path), times, AT_SYMLINK_NOFOLLOW));
}

static int keep(int fd, struct fuse_file_info *info)
{
	if (fd == -1) return -errno;
	struct handle *handle = calloc(1, sizeof *handle);
	if (!handle) return close(fd), -ENOMEM;
	handle->fd = fd;
	info->fh = (uintptr_t)handle;
	return 0;
}

static int do_open(const char *path, struct fuse_file_info *info)
{
	MEET(OP_open, path, NULL);
	return keep(open(BELOW(path), info->flags & ~O_APPEND), info);
}

static int do_create(const char *path, mode_t mode, struct fuse_file_info *info)
{
	MEET(OP_create, path, NULL);
	return keep(open(BELOW(path), (info->flags & ~O_APPEND) | O_CREAT, mode), info);
}

static int do_read(const char *path, char *buffer, size_t size, off_t offset, struct fuse_file_info *info)
{
	MEET(OP_read, path, NULL);
	ssize_t taken = pread(handle_of(info)->fd, buffer, size, offset);
	return taken == -1 ? -errno : (int)taken;
}

static int write_corrupted(int fd, const char *buffer, size_t size, off_t offset)
{
	char *bent = malloc(size);
	if (!bent) return -ENOMEM;
	memcpy(bent, buffer, size);
	bent[size / 2] ^= 1;
	ssize_t taken = pwrite(fd, bent, size, offset);
	free(bent);
	return taken == -1 ? -errno : (int)taken;
}

static int do_write(const char *path, const char *buffer, size_t size, off_t offset, struct fuse_file_info *info)
{
	MEET(OP_write, path, NULL);
	struct handle *handle = handle_of(info);
	struct stat facts;
	int is_late;
	if (fstat(handle->fd, &facts) == -1) return -errno;
	long long growth = offset + (long long)size - facts.st_size;
	if (!take_room(growth > 0 ? growth : 0, &is_late)) {
		if (!is_late) return -ENOSPC;
		handle->overflowed = 1;
		return (int)size;
	}
	if (size > 0 && is_corrupted(path)) return write_corrupted(handle->fd, buffer, size, offset);
	ssize_t taken = pwrite(handle->fd, buffer, size, offset);
	return taken == -1 ? -errno : (int)taken;
}

static int do_statfs(const char *path, struct statvfs *facts)
{
	MEET(OP_statfs, path, NULL);
	if (statvfs(backing, facts) == -1) return -errno;
	pthread_mutex_lock(&lock);
	if (plan.room >= 0) facts->f_bfree = facts->f_bavail = (fsblkcnt_t)plan.room / facts->f_frsize;
	pthread_mutex_unlock(&lock);
	return 0;
}

/* A late ENOSPC is told once, by whichever of fsync and close comes first. */
static int overflow_of(struct handle *handle)
{
	int overflowed = handle->overflowed;
	handle->overflowed = 0;
	return overflowed ? -ENOSPC : 0;
}

static int do_flush(const char *path, struct fuse_file_info *info)
{
	MEET(OP_flush, path, NULL);
	return overflow_of(handle_of(info));
}

static int do_release(const char *path, struct fuse_file_info *info)
{
	int met = meet(OP_release, path, NULL);
	close(handle_of(info)->fd);
	free(handle_of(info));
	return met;
}

static int do_fsync(const char *path, int only_data, struct fuse_file_info *info)
{
	MEET(OP_fsync, path, NULL);
	struct handle *handle = handle_of(info);
	int overflow = overflow_of(handle);
	if (overflow) return overflow;
	return only_data ? RESULT(fdatasync(handle->fd)) : RESULT(fsync(handle->fd));
}

static int do_fsyncdir(const char *path, int only_data, struct fuse_file_info *info)
{
	(void)only_data, (void)info;
	MEET(OP_fsyncdir, path, NULL);
	int fd = open(BELOW(path), O_RDONLY | O_DIRECTORY);
	if (fd == -1) return -errno;
	int result = RESULT(fsync(fd));
	close(fd);
	return result;
}

static int do_access(const char *path, int mode)
{
	MEET(OP_access, path, NULL);
	return RESULT(access(BELOW(path), mode));
}

static void *do_init(struct fuse_conn_info *connection, struct fuse_config *config)
{
	connection->want &= ~(unsigned)FUSE_CAP_READDIRPLUS;
	config->entry_timeout = config->attr_timeout = config->negative_timeout = cache_seconds;
	config->use_ino = 1;
	config->hard_remove = 1;
	puts("mounted");
	fflush(stdout);
	return NULL;
}

#define OPERATION_OF(name) .name = do_##name,
static const struct fuse_operations operations = {.init = do_init, OPS(OPERATION_OF)};

/* ---- the line to the test ---- */

static unsigned long parse_ops(char *text)
{
	unsigned long ops = 0;
	char *rest = NULL;
	if (strcmp(text, "*") == 0) return ~0UL;
	for (char *name = strtok_r(text, ",", &rest); name; name = strtok_r(NULL, ",", &rest))
		for (int op = 0; op < OP_COUNT; op++)
			if (strcmp(name, OP_NAMES[op]) == 0) ops |= 1UL << op;
	return ops;
}

static void unescape(char *to, const char *from, size_t size)
{
	size_t length = 0;
	unsigned byte;
	for (; *from && length < size - 1; from++) {
		if (*from == '%' && sscanf(from + 1, "%2x", &byte) == 1) to[length++] = (char)byte, from += 2;
		else to[length++] = *from;
	}
	to[length] = '\0';
}

static void read_fault(const char *line)
{
	char ops[512], name[768], flags[8];
	struct fault fault = {0};
	if (next.count == MAX_FAULTS || sscanf(line, "fault %511s %767s %ld %d %ld %ld %7s", ops, name, &fault.latency_us,
	                                       &fault.error, &fault.after, &fault.times, flags) != 7) {
		fprintf(stderr, "not understood: %s", line);
		exit(2);
	}
	fault.ops = parse_ops(ops);
	if (strcmp(name, "-") != 0) unescape(fault.name, name, sizeof fault.name);
	fault.hangs = strchr(flags, 'h') != NULL;
	fault.is_stubborn = strchr(flags, 's') != NULL;
	fault.corrupts = strchr(flags, 'c') != NULL;
	next.faults[next.count++] = fault;
}

static void apply(void)
{
	pthread_mutex_lock(&lock);
	plan = next;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
	next = (struct plan){.room = -1};
	puts("applied");
}

static void tell_counts(void)
{
	printf("counts");
	pthread_mutex_lock(&lock);
	for (int op = 0; op < OP_COUNT; op++) {
		printf(" %s=%ld", OP_NAMES[op], counts[op]);
		counts[op] = 0;
	}
	pthread_mutex_unlock(&lock);
	puts("");
}

static void *listen_to_test(void *unused)
{
	char line[2048];
	while (fgets(line, sizeof line, stdin)) {
		if (strncmp(line, "fault ", 6) == 0) read_fault(line);
		else if (sscanf(line, "room %lld %d", &next.room, &next.is_late) == 2) continue;
		else if (strcmp(line, "apply\n") == 0) apply();
		else if (strcmp(line, "counts\n") == 0) tell_counts();
		fflush(stdout);
	}
	umount2(mountpoint, MNT_DETACH);
	_exit(0);
	return unused;
}

static int serve(struct fuse *fuse)
{
#if FUSE_USE_VERSION >= 312
	struct fuse_loop_config *config = fuse_loop_cfg_create();
	fuse_loop_cfg_set_max_threads(config, MAX_THREADS);
	fuse_loop_cfg_set_idle_threads(config, MAX_THREADS);
	return fuse_loop_mt(fuse, config);
#else
	struct fuse_loop_config config = {.clone_fd = 0, .max_idle_threads = MAX_THREADS};
	return fuse_loop_mt(fuse, &config);
#endif
}

int main(int argc, char *argv[])
{
	pthread_t listener;
	char *options[] = {argv[0], "-o", "fsname=malote-fault,allow_other"};
	struct fuse_args arguments = FUSE_ARGS_INIT(3, options);
	if (argc != 4) return 2;
	backing = argv[1];
	mountpoint = argv[2];
	cache_seconds = atof(argv[3]);
	umask(0);
	/* A terminal's or a runner's signal reaches the whole group; this process ends with the test, and takes the mount along. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	struct fuse *fuse = fuse_new(&arguments, &operations, sizeof operations, NULL);
	if (!fuse || fuse_mount(fuse, mountpoint) != 0) return 1;
	if (pthread_create(&listener, NULL, listen_to_test, NULL) != 0) return 1;
	return serve(fuse);
}
