package dev.weft;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.weft.config.BadSettingException;
import java.io.File;
import java.lang.management.ManagementFactory;

/// The files that this process may have open, sockets included. Who accepts connections until there
/// is none left cannot open its own database.
public final class Descriptors {

  /// What the server opens later for itself, beside jars: files of the database, uploads, the log.
  private static final long LATER = 48;

  /// Below this nothing useful can be done.
  private static final long LEAST = 160;

  private static final int MOST_CONNECTIONS = 100_000;

  private Descriptors() {}

  /// Makes sure that the limit lets the server work at all.
  ///
  /// @throws BadSettingException if it does not
  public static void require() {
    long limit = limit();
    if (limit < LEAST) {
      throw new BadSettingException(
          "this process may have only "
              + limit
              + " files open: allow at least 1024 with \"ulimit -n 1024\", or LimitNOFILE of"
              + " systemd");
    }
  }

  /// How many connections to have at the most, asked when everything else has been opened.
  /// Callbacks need descriptors too: they get the other half.
  ///
  /// @param wanted 0 for as many as can be
  static int connections(int wanted) {
    long possible = Math.max(16, (limit() - open() - jars() - LATER) / 2);
    return (int) Math.min(possible, wanted == 0 ? MOST_CONNECTIONS : wanted);
  }

  /// The JVM opens each jar of the class path when it first looks into it, which may be late.
  private static long jars() {
    return System.getProperty("java.class.path", "").split(File.pathSeparator, -1).length;
  }

  private static long open() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  private static long limit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
