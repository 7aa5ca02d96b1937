// The floor under a full generation: what it costs merely to read the content and write the output.
//
//   cc -O2 -pthread floor.c -o floor && ./floor CONTENT OUTPUT SCRATCH
//
// Two threads read every file of CONTENT; then two threads copy every file of OUTPUT to SCRATCH,
// which must not exist. The walk of each tree counts.

#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 2, BUFFER = 1 << 20 };

struct copy {
  char *source;
  char *target;  // NULL to read only
};

struct work {
  struct copy *copies;
  size_t count, capacity;
  atomic_size_t next;
  atomic_ullong bytes;
};

static char *joined(const char *root, const char *rest) {
  size_t length = strlen(root) + strlen(rest) + 1;
  char *path = malloc(length);
  if (!path) err(EX_OSERR, "out of memory");
  snprintf(path, length, "%s%s", root, rest);
  return path;
}

static void append(struct work *work, char *source, char *target) {
  if (work->count == work->capacity) {
    work->capacity = work->capacity ? 2 * work->capacity : 4096;
    work->copies = realloc(work->copies, work->capacity * sizeof *work->copies);
    if (!work->copies) err(EX_OSERR, "out of memory");
  }
  work->copies[work->count++] = (struct copy){source, target};
}

// Lists the files under `tree`, and makes its directories under `scratch` unless that is NULL.
static void walk(struct work *work, char *tree, const char *scratch) {
  size_t prefix = strlen(tree);
  while (prefix > 1 && tree[prefix - 1] == '/') tree[--prefix] = '\0';
  FTS *entries = fts_open((char *[]){tree, NULL}, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
  if (!entries) err(EX_NOINPUT, "%s", tree);
  FTSENT *item;
  while ((item = fts_read(entries))) {
    char *target = scratch ? joined(scratch, item->fts_path + prefix) : NULL;
    switch (item->fts_info) {
      case FTS_D:
        if (target && mkdir(target, 0755)) err(EX_CANTCREAT, "%s", target);
        free(target);
        break;
      case FTS_F:
        append(work, joined(item->fts_path, ""), target);
        break;
      case FTS_DNR:
      case FTS_ERR:
      case FTS_NS:
        errno = item->fts_errno;
        err(EX_NOINPUT, "%s", item->fts_path);
      default:
        free(target);
    }
  }
  if (errno) err(EX_NOINPUT, "%s", tree);
  fts_close(entries);
}

static size_t perform(const struct copy *copy, char *buffer) {
  int source = open(copy->source, O_RDONLY), target = -1;
  if (source < 0) err(EX_NOINPUT, "%s", copy->source);
  if (copy->target && (target = open(copy->target, O_WRONLY | O_CREAT | O_EXCL, 0644)) < 0)
    err(EX_CANTCREAT, "%s", copy->target);
  size_t bytes = 0;
  ssize_t length;
  while ((length = read(source, buffer, BUFFER)) > 0) {
    for (ssize_t done = 0, part; target >= 0 && done < length; done += part)
      if ((part = write(target, buffer + done, (size_t)(length - done))) < 0) err(EX_IOERR, "%s", copy->target);
    bytes += (size_t)length;
  }
  if (length < 0) err(EX_IOERR, "%s", copy->source);
  close(source);
  if (target >= 0 && close(target)) err(EX_IOERR, "%s", copy->target);
  return bytes;
}

static void *share(void *argument) {
  struct work *work = argument;
  char *buffer = malloc(BUFFER);
  if (!buffer) err(EX_OSERR, "out of memory");
  size_t index;
  while ((index = atomic_fetch_add(&work->next, 1)) < work->count)
    atomic_fetch_add(&work->bytes, perform(&work->copies[index], buffer));
  free(buffer);
  return NULL;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double measure(const char *verb, char *tree, const char *scratch) {
  struct work work = {0};
  double start = now();
  walk(&work, tree, scratch);
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++)
    if ((errno = pthread_create(&threads[i], NULL, share, &work))) err(EX_OSERR, "a thread");
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  double seconds = now() - start;
  printf("%s %zu files, %.1f MB, in %.3f s\n", verb, work.count, (double)work.bytes / 1e6, seconds);
  return seconds;
}

int main(int count, char **arguments) {
  if (count != 4) {
    fprintf(stderr, "usage: floor CONTENT OUTPUT SCRATCH\n");
    return EX_USAGE;
  }
  double reading = measure("read", arguments[1], NULL);
  double writing = measure("wrote", arguments[2], arguments[3]);
  printf("floor %.3f s\n", reading + writing);
  return 0;
}
