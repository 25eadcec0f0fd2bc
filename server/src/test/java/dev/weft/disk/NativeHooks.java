package dev.weft.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts functions of ours in place of those of the C library that a loaded library calls: finds the
/// places in memory where the dynamic linker keeps their addresses (ELF relocations, 64 bit, little
/// endian) and writes ours there. For Linux.
final class NativeHooks {

  private static final int PROGRAM_HEADERS = 0x20;
  private static final int PROGRAM_HEADER_SIZE = 0x36;
  private static final int PROGRAM_HEADER_COUNT = 0x38;
  private static final int DYNAMIC = 2;

  // Tags of the dynamic section.
  private static final int PLT_RELOCATIONS_SIZE = 2;
  private static final int STRINGS = 5;
  private static final int SYMBOLS = 6;
  private static final int RELOCATIONS = 7;
  private static final int RELOCATIONS_SIZE = 8;
  private static final int PLT_RELOCATIONS = 23;

  private static final int RELOCATION_BYTES = 24;
  private static final int SYMBOL_BYTES = 24;
  private static final int READ_WRITE = 3;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final MemorySegment memory;
  private final long base;

  @SuppressWarnings("restricted")
  private NativeHooks(long base) {
    this.base = base;
    this.memory = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  /// Whether this machine is one on which it works.
  static boolean isSupported() {
    return System.getProperty("os.name").equals("Linux")
        && ByteOrder.nativeOrder().equals(ByteOrder.LITTLE_ENDIAN);
  }

  /// Replaces functions, by name, in the library whose file name contains `library`.
  static void replace(String library, Map<String, MemorySegment> functions) {
    new NativeHooks(baseOf(library)).replace(functions);
  }

  private static long baseOf(String library) {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.contains(library))
          .map(line -> Long.parseLong(line.substring(0, line.indexOf('-')), 16))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(library + " is not loaded"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void replace(Map<String, MemorySegment> functions) {
    long strings = address(STRINGS);
    long symbols = address(SYMBOLS);
    int replaced =
        replace(functions, strings, symbols, address(RELOCATIONS), entry(RELOCATIONS_SIZE))
            + replace(
                functions, strings, symbols, address(PLT_RELOCATIONS), entry(PLT_RELOCATIONS_SIZE));
    if (replaced < functions.size()) {
      throw new IllegalStateException("found " + replaced + " of " + functions.keySet());
    }
  }

  private int replace(
      Map<String, MemorySegment> functions, long strings, long symbols, long table, long size) {
    int replaced = 0;
    for (long at = table; at < table + size; at += RELOCATION_BYTES) {
      long symbol = memory.get(LONG, at + 8) >>> 32;
      if (symbol != 0) {
        long name = strings + memory.get(INT, symbols + symbol * SYMBOL_BYTES);
        @Nullable MemorySegment function = functions.get(memory.getString(name));
        if (function != null) {
          write(base + memory.get(LONG, at), function.address());
          replaced++;
        }
      }
    }
    return replaced;
  }

  /// An entry of the dynamic section; 0 if there is none.
  private long entry(int tag) {
    long headers = base + memory.get(LONG, base + PROGRAM_HEADERS);
    int size = Short.toUnsignedInt(memory.get(ValueLayout.JAVA_SHORT, base + PROGRAM_HEADER_SIZE));
    int count =
        Short.toUnsignedInt(memory.get(ValueLayout.JAVA_SHORT, base + PROGRAM_HEADER_COUNT));
    for (long header = headers; header < headers + (long) count * size; header += size) {
      if (memory.get(INT, header) == DYNAMIC) {
        long at = base + memory.get(LONG, header + 16);
        for (long found = memory.get(LONG, at); found != 0; found = memory.get(LONG, at)) {
          if (found == tag) {
            return memory.get(LONG, at + 8);
          }
          at += 16;
        }
      }
    }
    return 0;
  }

  /// The same for entries that are addresses: some linkers leave them relative to the library.
  private long address(int tag) {
    long value = entry(tag);
    return value == 0 || Long.compareUnsigned(value, base) >= 0 ? value : base + value;
  }

  /// The place may have been made read-only when the library was loaded.
  @SuppressWarnings("restricted")
  private void write(long place, long address) {
    Linker linker = Linker.nativeLinker();
    MethodHandle protect =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mprotect"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    try {
      long page = place & -4096;
      int failed = (int) protect.invokeExact(page, 4096L, READ_WRITE);
      if (failed != 0) {
        throw new IllegalStateException("cannot write to the page at " + Long.toHexString(page));
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    memory.set(LONG, place, address);
  }
}
