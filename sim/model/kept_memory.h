#pragma once

namespace vitrine {

/// Has the C library keep memory that was freed for what comes next, up to a quarter of a gigabyte,
/// instead of giving it back to the system. Frames and what is computed of them come and go by the
/// megabyte, many times a second, and the kernel clears every fresh page: a third of the local
/// entropy of 17,408 atoms on two threads. For the start of main().
void keep_freed_memory();

}  // namespace vitrine
