// What a power failure leaves of a file. A child process is watched by its system calls; from what
// it wrote and what it waited for, the disk is made up as it may be found after a cut at any
// instant: what was waited for is there, and of everything later any sector may be there or not.
#pragma once
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace vitrine::test {

struct DiskOperation {
  enum class Kind { write, wait, cut_to_length, mark };
  Kind kind;
  std::uint64_t at = 0;  ///< or the length
  std::string bytes;
};

/// Called by the child between two steps of its work; becomes a DiskOperation.
inline void mark() {
  ::syscall(SYS_getppid);
}

/// What `work` does, in a child, to the files of `folder`; nothing where a process may not be
/// watched or the work failed.
inline std::optional<std::vector<DiskOperation>> watch(const std::filesystem::path& folder,
                                                       const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(1);
    ::raise(SIGSTOP);
    try {
      work();
    } catch (const std::exception&) {
      ::_exit(1);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFSTOPPED(status)) return std::nullopt;
  ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
  const auto is_inside = [&](std::uint64_t descriptor) {
    std::error_code none;
    const auto link =
        std::filesystem::path("/proc") / std::to_string(child) / "fd" / std::to_string(descriptor);
    return std::filesystem::read_symlink(link, none).string().starts_with(folder.string());
  };
  std::vector<DiskOperation> operations;
  while (::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr) == 0) {
    ::waitpid(child, &status, 0);
    if (!WIFSTOPPED(status)) break;
    __ptrace_syscall_info call{};
    if (::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof call, &call) <= 0 ||
        call.op != PTRACE_SYSCALL_INFO_ENTRY)
      continue;
    using Kind = DiskOperation::Kind;
    const auto& arguments = call.entry.args;
    if (call.entry.nr == SYS_getppid) operations.push_back({Kind::mark, 0, {}});
    const bool of_interest = call.entry.nr == SYS_pwrite64 || call.entry.nr == SYS_fdatasync ||
                             call.entry.nr == SYS_ftruncate;
    if (!of_interest || !is_inside(arguments[0])) continue;
    if (call.entry.nr == SYS_fdatasync) operations.push_back({Kind::wait, 0, {}});
    if (call.entry.nr == SYS_ftruncate)
      operations.push_back({Kind::cut_to_length, arguments[1], {}});
    if (call.entry.nr != SYS_pwrite64) continue;
    std::string bytes(arguments[2], '\0');
    iovec here{bytes.data(), bytes.size()};
    iovec there{reinterpret_cast<void*>(arguments[1]), bytes.size()};
    if (::process_vm_readv(child, &here, 1, &there, 1, 0) != static_cast<ssize_t>(bytes.size()))
      return std::nullopt;
    operations.push_back({Kind::write, arguments[3], std::move(bytes)});
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
  return operations;
}

/// The file after a cut behind the first `count` operations. Without a source of chance, as a
/// killed process leaves it: the system still has what it was given.
inline std::string disk_after(const std::vector<DiskOperation>& operations, std::size_t count,
                              std::mt19937* chance) {
  using Kind = DiskOperation::Kind;
  std::size_t safe = 0;
  for (std::size_t i = 0; i < count; ++i)
    if (operations[i].kind == Kind::wait) safe = i;
  std::string disk;
  const auto happens = [&](std::size_t i) { return !chance || i < safe || (*chance)() % 2 == 0; };
  for (std::size_t i = 0; i < count; ++i) {
    const DiskOperation& operation = operations[i];
    if (operation.kind == Kind::cut_to_length && happens(i)) disk.resize(operation.at);
    if (operation.kind != Kind::write) continue;
    constexpr std::uint64_t sector = 512;
    const std::uint64_t end = operation.at + operation.bytes.size();
    for (std::uint64_t at = operation.at; at < end; at = (at / sector + 1) * sector) {
      if (!happens(i)) continue;
      const std::uint64_t length = std::min(end, (at / sector + 1) * sector) - at;
      disk.resize(std::max<std::size_t>(disk.size(), at + length));
      disk.replace(at, length, operation.bytes, at - operation.at, length);
    }
  }
  return disk;
}

/// How many marks the first `count` operations passed.
inline std::size_t marks(const std::vector<DiskOperation>& operations, std::size_t count) {
  std::size_t passed = 0;
  for (std::size_t i = 0; i < count; ++i) passed += operations[i].kind == DiskOperation::Kind::mark;
  return passed;
}

}  // namespace vitrine::test
