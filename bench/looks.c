// The floor under watching: what it costs merely to ask the system about every directory, and about every file.
//
//   cc -O2 looks.c -o looks && ./looks CONTENT ROUNDS SECONDS
//
// As often as ROUNDS says it rests for some SECONDS, as a service does, and then asks about all directories, from their
// parents, each of which is opened once; and then about all files. It prints the medians of the CPU time in ms.

#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

struct place {
  char *parent;
  char *name;
};

struct places {
  struct place *all;
  size_t count, room;
};

static void add(struct places *places, const char *path) {
  if (places->count == places->room) {
    places->room = places->room ? 2 * places->room : 1024;
    places->all = realloc(places->all, places->room * sizeof *places->all);
    if (!places->all) err(EX_OSERR, "memory");
  }
  char *copy = strdup(path), *slash = strrchr(copy, '/');
  *slash = 0;
  places->all[places->count++] = (struct place){copy, slash + 1};
}

static int by_parent(const void *left, const void *right) {
  const struct place *one = left, *other = right;
  int order = strcmp(one->parent, other->parent);
  return order ? order : strcmp(one->name, other->name);
}

static double cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static double look(const struct places *places) {
  double start = cpu();
  const char *parent = "";
  int directory = -1;
  for (size_t i = 0; i < places->count; i++) {
    if (strcmp(parent, places->all[i].parent)) {
      if (directory >= 0) close(directory);
      parent = places->all[i].parent;
      directory = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    struct stat status;
    fstatat(directory, places->all[i].name, &status, 0);
  }
  if (directory >= 0) close(directory);
  return cpu() - start;
}

static int by_size(const void *left, const void *right) {
  double one = *(const double *)left, other = *(const double *)right;
  return (one > other) - (one < other);
}

int main(int count, char **arguments) {
  if (count != 4) errx(EX_USAGE, "usage: looks CONTENT ROUNDS SECONDS");
  int rounds = atoi(arguments[2]), rest = atoi(arguments[3]);
  if (rounds < 1 || chdir(arguments[1])) err(EX_USAGE, "%s, %s rounds", arguments[1], arguments[2]);
  struct places directories = {0}, files = {0};
  FTS *tree = fts_open((char *[]){"./news", NULL}, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
  if (!tree) err(EX_OSERR, "news");
  for (FTSENT *entry; (entry = fts_read(tree));) {
    if (entry->fts_info == FTS_D) add(&directories, entry->fts_path);
    if (entry->fts_info == FTS_F) add(&files, entry->fts_path);
  }
  fts_close(tree);
  qsort(directories.all, directories.count, sizeof *directories.all, by_parent);
  qsort(files.all, files.count, sizeof *files.all, by_parent);
  double *glances = malloc(rounds * sizeof *glances), *sweeps = malloc(rounds * sizeof *sweeps);
  for (int round = 0; round < rounds; round++) {
    sleep(rest);
    glances[round] = look(&directories);
    sweeps[round] = look(&files);
  }
  qsort(glances, rounds, sizeof *glances, by_size);
  qsort(sweeps, rounds, sizeof *sweeps, by_size);
  printf("directories %zu ms %.1f files %zu ms %.1f\n", directories.count, glances[rounds / 2], files.count,
         sweeps[rounds / 2]);
  return 0;
}
