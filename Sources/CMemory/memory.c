#include "CMemory.h"

#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// libcmark makes and frees about a thousand small blocks for a page, which costs as much as parsing it. A tree is gone as a
// whole once it has been copied, so each thread cuts blocks from a region that starts again at its beginning when no tree of
// the thread is left. libcmark passes no context to its allocator; the region is found through the thread.

// Every block has its size before it, for realloc; 16 bytes keep the block aligned.
enum { HEADER = 16, FIRST_CHUNK = 512 * 1024, LARGEST_CHUNK = 32 * 1024 * 1024 };

struct chunk {
    struct chunk *previous;
    size_t size;
};

struct region {
    char *next;
    char *end;
    struct chunk *last;
    size_t users;
};

static _Thread_local struct region region;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t at_thread_end;

static void out_of_memory(void) {
    fputs("hearth: out of memory while parsing Markdown\n", stderr);
    abort();
}

static void free_chunks(void *last) {
    for (struct chunk *chunk = last; chunk != NULL;) {
        struct chunk *previous = chunk->previous;
        free(chunk);
        chunk = previous;
    }
}

static void make_key(void) { pthread_key_create(&at_thread_end, free_chunks); }

static void add_chunk(size_t needed) {
    size_t size = region.last == NULL ? FIRST_CHUNK : region.last->size * 2;
    if (size > LARGEST_CHUNK) size = LARGEST_CHUNK;
    if (size < needed) size = needed;
    if (size > SIZE_MAX - HEADER) out_of_memory();
    struct chunk *chunk = malloc(HEADER + size);
    if (chunk == NULL) out_of_memory();
    chunk->previous = region.last;
    chunk->size = size;
    region.last = chunk;
    region.next = (char *)chunk + HEADER;
    region.end = region.next + size;
    pthread_once(&once, make_key);
    pthread_setspecific(at_thread_end, chunk);
}

void hearth_arena_begin(void) { region.users += 1; }

void hearth_arena_end(void) {
    region.users -= 1;
    if (region.users > 0 || region.last == NULL) return;
    // The first chunk stays for the next tree.
    while (region.last->previous != NULL) {
        struct chunk *last = region.last;
        region.last = last->previous;
        free(last);
    }
    pthread_setspecific(at_thread_end, region.last);
    region.next = (char *)region.last + HEADER;
    region.end = region.next + region.last->size;
}

static inline size_t rounded(size_t size) { return (size + 15) & ~(size_t)15; }

static inline void *allocate(size_t size) {
    if (size > SIZE_MAX / 2) out_of_memory();
    size_t needed = HEADER + rounded(size);
    if ((size_t)(region.end - region.next) < needed) add_chunk(needed);
    char *start = region.next;
    region.next = start + needed;
    *(size_t *)start = size;
    return start + HEADER;
}

void *hearth_arena_calloc(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) out_of_memory();
    void *block = allocate(bytes);
    return memset(block, 0, bytes);
}

void *hearth_arena_realloc(void *block, size_t size) {
    if (block == NULL) return allocate(size);
    char *start = (char *)block - HEADER;
    size_t old = *(size_t *)start;
    if (size <= old) return block;
    // The newest block grows in place.
    if (size <= SIZE_MAX / 2 && (char *)block + rounded(old) == region.next) {
        size_t growth = rounded(size) - rounded(old);
        if ((size_t)(region.end - region.next) >= growth) {
            region.next += growth;
            *(size_t *)start = size;
            return block;
        }
    }
    return memcpy(allocate(size), block, old);
}

void hearth_arena_free(void *block) { (void)block; }

void hearth_memory_gives_back(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

void hearth_memory_grows_in_large_steps(void) {
#ifdef M_TOP_PAD
    mallopt(M_TOP_PAD, 16 * 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 512 * 1024 * 1024);
    mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
    // Only the main arena grows in steps: the others ask the system for every few pages. Many cores need them all the same.
    if (sysconf(_SC_NPROCESSORS_ONLN) <= 4) mallopt(M_ARENA_MAX, 1);
#endif
}
