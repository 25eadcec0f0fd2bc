package dev.weft.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The disk as SQLite sees it in this process: its calls to the operating system pass here and fail
/// when they are told to. The database and its log are watched, nothing else.
final class FaultyDisk {

  private static final int EIO = 5;
  private static final int ENOSPC = 28;
  private static final int EROFS = 30;

  private static final FunctionDescriptor WRITE =
      FunctionDescriptor.of(
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_LONG);
  private static final FunctionDescriptor TRUNCATE =
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
  private static final FunctionDescriptor SYNC =
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

  private final Path images;
  private final Map<Path, DiskImage> files = new HashMap<>();

  /// One call at a time, so that a power cut falls between two of them.
  private final ReentrantLock lock = new ReentrantLock();

  private final MethodHandle write;
  private final MethodHandle truncate;
  private final MethodHandle sync;
  private final MethodHandle errorPlace;
  private boolean full;
  private boolean readOnly;
  private boolean syncFails;

  @SuppressWarnings("restricted")
  private FaultyDisk(Path images) {
    this.images = images;
    Linker linker = Linker.nativeLinker();
    write = linker.downcallHandle(linker.defaultLookup().findOrThrow("pwrite"), WRITE);
    truncate = linker.downcallHandle(linker.defaultLookup().findOrThrow("ftruncate"), TRUNCATE);
    sync = linker.downcallHandle(linker.defaultLookup().findOrThrow("fsync"), SYNC);
    errorPlace =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("__errno_location"),
            FunctionDescriptor.of(ValueLayout.ADDRESS));
  }

  /// Puts it between SQLite and the operating system.
  ///
  /// @param images the folder in which it keeps what is durable
  static FaultyDisk install(Path images) throws Exception {
    Files.createDirectories(images);
    FaultyDisk disk = new FaultyDisk(images);
    NativeHooks.replace(
        "libsqlitejdbc",
        Map.of(
            "pwrite64", disk.stub("write", WRITE),
            "ftruncate64", disk.stub("truncate", TRUNCATE),
            "fsync", disk.stub("sync", SYNC)));
    return disk;
  }

  @SuppressWarnings("restricted")
  private MemorySegment stub(String method, FunctionDescriptor descriptor)
      throws ReflectiveOperationException {
    MethodType type = descriptor.toMethodType();
    MethodHandle handle = MethodHandles.lookup().bind(this, method, type);
    return Linker.nativeLinker().upcallStub(handle, descriptor, Arena.global());
  }

  /// No file can grow from here on.
  void full(boolean isFull) {
    lock.lock();
    try {
      full = isFull;
    } finally {
      lock.unlock();
    }
  }

  /// Takes no writes at all from here on: what Linux makes of a file system in trouble.
  void readOnly(boolean isReadOnly) {
    lock.lock();
    try {
      readOnly = isReadOnly;
    } finally {
      lock.unlock();
    }
  }

  /// fsync fails from here on.
  void syncFails(boolean fails) {
    lock.lock();
    try {
      syncFails = fails;
    } finally {
      lock.unlock();
    }
  }

  /// Cuts the power: the process is gone, and with it all that the disk had not promised to keep.
  void cut(long seed) throws IOException {
    lock.lock();
    try {
      Random random = new Random(seed);
      for (DiskImage image : files.values()) {
        image.cut(random);
      }
      Runtime.getRuntime().halt(1);
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("unused") // Called by SQLite.
  private long write(int file, long bytes, long length, long offset) throws Throwable {
    lock.lock();
    try {
      @Nullable DiskImage image = image(file);
      if (image == null) {
        return (long) write.invokeExact(file, bytes, length, offset);
      }
      if (readOnly) {
        return failWith(EROFS);
      }
      long allowed = length;
      if (full && offset + length > Files.size(path(file))) {
        // What a disk does that is nearly full: takes a part, then nothing.
        allowed = length / 2;
        if (allowed == 0) {
          return failWith(ENOSPC);
        }
      }
      image.written(offset, allowed);
      return (long) write.invokeExact(file, bytes, allowed, offset);
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("unused") // Called by SQLite.
  private int truncate(int file, long size) throws Throwable {
    lock.lock();
    try {
      if (readOnly && image(file) != null) {
        return failWith(EROFS);
      }
      return (int) truncate.invokeExact(file, size);
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("unused") // Called by SQLite.
  private int sync(int file) throws Throwable {
    lock.lock();
    try {
      @Nullable DiskImage image = image(file);
      if (image == null) {
        return (int) sync.invokeExact(file);
      }
      if (syncFails) {
        image.syncFailed();
        return failWith(EIO);
      }
      image.synced();
      return 0;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("restricted")
  private int failWith(int error) throws Throwable {
    MemorySegment place = (MemorySegment) errorPlace.invokeExact();
    place.reinterpret(Integer.BYTES).set(ValueLayout.JAVA_INT, 0, error);
    return -1;
  }

  private @Nullable DiskImage image(int file) {
    Path path = path(file);
    String name = String.valueOf(path.getFileName());
    return name.equals("weft.db") || name.equals("weft.db-wal")
        ? files.computeIfAbsent(path, this::open)
        : null;
  }

  private DiskImage open(Path path) {
    try {
      return DiskImage.of(path, images);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path path(int file) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
