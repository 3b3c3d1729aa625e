#include "sim/model/kept_memory.h"

#include <cstdlib>  // tells whether the C library is glibc

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace vitrine {

void keep_freed_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the largest that it takes
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

}  // namespace vitrine
