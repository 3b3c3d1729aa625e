#pragma once

namespace vitrine::widgets {

/// Processor time of the calling thread, seconds: what it takes from others, unlike the time on the
/// wall, which also passes while they have the processor.
double processor_seconds();

}  // namespace vitrine::widgets
