package dev.weft.disk;

import dev.weft.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.sqlite.SQLiteJDBCLoader;

/// `weft` on a disk that obeys the lines on standard input: `full`, `space`, `read-only`,
/// `writable`, `sync-fails`, `sync-works`, `cut SEED`. Each is repeated on standard output when it
/// is done.
public final class ServerOnFaultyDisk {

  private ServerOnFaultyDisk() {}

  /// Whether this machine can have such a disk.
  public static boolean isSupported() {
    return NativeHooks.isSupported();
  }

  public static void main(String[] args) throws Exception {
    SQLiteJDBCLoader.initialize();
    List<String> words = Arrays.asList(args);
    String data = words.get(words.indexOf("--data") + 1);
    FaultyDisk disk = FaultyDisk.install(Path.of(data + ".disk"));
    Thread.ofPlatform().daemon().start(() -> obey(disk));
    Main.main(args);
  }

  private static void obey(FaultyDisk disk) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        switch (words.getFirst()) {
          case "full" -> disk.full(true);
          case "space" -> disk.full(false);
          case "read-only" -> disk.readOnly(true);
          case "writable" -> disk.readOnly(false);
          case "sync-fails" -> disk.syncFails(true);
          case "sync-works" -> disk.syncFails(false);
          case "cut" -> disk.cut(Long.parseLong(words.getLast()));
          default -> throw new IllegalArgumentException(line);
        }
        System.out.println(line);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
