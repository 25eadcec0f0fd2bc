package dev.weft.bench.load;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A number that one process sets and another one reads, through a mapped file: telling costs
/// neither of them a system call.
public final class SharedCounter {

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer memory;

  private SharedCounter(ByteBuffer memory) {
    this.memory = memory;
  }

  /// Opens it, and makes it with the value 0 if it is not there.
  public static SharedCounter open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new SharedCounter(channel.map(MapMode.READ_WRITE, 0, Long.BYTES));
    }
  }

  /// Its value.
  public long get() {
    return (long) LONG.getAcquire(memory, 0);
  }

  /// Sets it.
  public void set(long value) {
    LONG.setRelease(memory, 0, value);
  }
}
