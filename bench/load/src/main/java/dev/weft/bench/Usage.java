package dev.weft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// What processes have used until now, as Linux counts it.
///
/// @param cpuSeconds in user and kernel mode, with children that have ended
/// @param writtenBytes that were handed to the disk
/// @param peakBytes the most memory that was resident, of all processes together
/// @param residentBytes that are resident now
record Usage(double cpuSeconds, long writtenBytes, long peakBytes, long residentBytes) {

  static final Usage NONE = new Usage(0, 0, 0, 0);

  /// USER_HZ, which is 100 on every Linux we know of.
  private static final double TICKS_PER_SECOND = 100;

  /// Of a process and all of its living descendants.
  static Usage of(ProcessHandle process) {
    List<ProcessHandle> family =
        java.util.stream.Stream.concat(java.util.stream.Stream.of(process), process.descendants())
            .toList();
    return family.stream().map(one -> of(one.pid())).reduce(NONE, Usage::plus);
  }

  private static Usage of(long pid) {
    Path proc = Path.of("/proc", Long.toString(pid));
    try {
      String stat = Files.readString(proc.resolve("stat"));
      // The name, in parentheses, may contain anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = 11; i < 15; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return new Usage(
          ticks / TICKS_PER_SECOND,
          value(proc.resolve("io"), "write_bytes:"),
          value(proc.resolve("status"), "VmHWM:") * 1_024,
          value(proc.resolve("status"), "VmRSS:") * 1_024);
    } catch (NoSuchFileException e) {
      return NONE;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot see what process " + pid + " uses", e);
    }
  }

  private static long value(Path file, String name) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  Usage plus(Usage other) {
    return new Usage(
        cpuSeconds + other.cpuSeconds,
        writtenBytes + other.writtenBytes,
        peakBytes + other.peakBytes,
        residentBytes + other.residentBytes);
  }

  /// What was used since `earlier`; the peak is of all time, what is resident of now.
  Usage since(Usage earlier) {
    return new Usage(
        cpuSeconds - earlier.cpuSeconds,
        writtenBytes - earlier.writtenBytes,
        peakBytes,
        residentBytes);
  }
}
