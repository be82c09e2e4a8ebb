// Memory for what makes and drops very many small blocks, where Swift cannot reach: libcmark's allocator, and the settings
// of malloc.
#ifndef HEARTH_CMEMORY_H
#define HEARTH_CMEMORY_H

#include <stddef.h>

/// Begins to use the arena of this thread. Calls may be nested; each is followed by `hearth_arena_end` on the same thread.
void hearth_arena_begin(void);

/// Ends what the last `hearth_arena_begin` of this thread began. After the outermost, every block is gone at once.
void hearth_arena_end(void);

/// calloc, realloc and free on the arena of this thread. They never answer NULL: without memory the program ends, as
/// libcmark's own allocator does. Nothing is given back before `hearth_arena_end`.
void *hearth_arena_calloc(size_t count, size_t size);
void *hearth_arena_realloc(void *block, size_t size);
void hearth_arena_free(void *block);

/// Lets malloc take memory from the system in large pieces and keep it: threads that fill gigabytes of small blocks would
/// otherwise ask for every 128 KB of them.
void hearth_memory_grows_in_large_steps(void);

/// Gives whole pages between blocks in use back to the system: after a stage that made and dropped a great deal.
void hearth_memory_gives_back(void);

#endif
