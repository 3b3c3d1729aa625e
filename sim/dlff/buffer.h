#pragma once
#include <cstddef>
#include <memory>
#include <new>

namespace vitrine::dlff {

/// Numbers at a cache line's boundary. Grows and never shrinks, so a step after the first few
/// allocates nothing; growing loses the contents.
template <class T>
class Buffer {
 public:
  T* reserve(std::size_t size) {
    if (size > size_) {
      data_.reset(static_cast<T*>(::operator new(size * sizeof(T), alignment)));
      size_ = size;
    }
    return data_.get();
  }
  T* data() { return data_.get(); }
  const T* data() const { return data_.get(); }

 private:
  static constexpr std::align_val_t alignment{64};
  struct Free {
    void operator()(T* data) const { ::operator delete(data, alignment); }
  };
  std::unique_ptr<T, Free> data_;
  std::size_t size_ = 0;
};

/// Row length in which rows of `width` numbers start at cache lines' boundaries.
template <class T>
constexpr std::size_t padded(std::size_t width) {
  constexpr std::size_t line = 64 / sizeof(T);
  return (width + line - 1) / line * line;
}

}  // namespace vitrine::dlff
