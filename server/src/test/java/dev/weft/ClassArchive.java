package dev.weft;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// Makes a program of this build start in a third of the time: an archive of its classes as the JVM
/// lays them out in memory. The JVM wants the classes in jars for it. Each process that runs tests
/// has an archive of its own: a program must not lose its jars to the tests of another process.
public final class ClassArchive {

  private static final Path FOLDERS = Path.of("target", "class-archive");
  private static final Path FOLDER =
      FOLDERS.resolve(Long.toString(ProcessHandle.current().pid())).toAbsolutePath();

  private static final class Holder {
    static final ClassArchive ONLY = prepare();
  }

  private final String classPath;
  private final Path archive = FOLDER.resolve("weft.jsa");

  private ClassArchive(String classPath) {
    this.classPath = classPath;
  }

  /// The options of a JVM that runs classes of this build: the class path, and the archive if it is
  /// there, else the order to make it. It comes with the first process that ends well.
  public static List<String> javaOptions() {
    return Holder.ONLY.options();
  }

  /// Puts this build's classes into jars.
  private static ClassArchive prepare() {
    try {
      clear();
      Files.createDirectories(FOLDER);
      List<String> entries = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        Path path = Path.of(entry);
        entries.add(Files.isDirectory(path) ? jar(path, entries.size()).toString() : entry);
      }
      return new ClassArchive(String.join(File.pathSeparator, entries));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Deletes what processes left that have ended, one process at a time.
  private static void clear() throws IOException {
    Files.createDirectories(FOLDERS);
    try (FileChannel channel =
            FileChannel.open(
                FOLDERS.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock();
        Stream<Path> files = Files.walk(FOLDERS)) {
      for (Path path :
          files.filter(ClassArchive::isLeft).sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static boolean isLeft(Path path) {
    String process = FOLDERS.relativize(path).getName(0).toString();
    return process.matches("[0-9]+") && ProcessHandle.of(Long.parseLong(process)).isEmpty();
  }

  private static Path jar(Path folder, int number) throws IOException {
    Path jar = FOLDER.resolve("classes-" + number + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
    return jar;
  }

  private List<String> options() {
    String archiving =
        Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=";
    return List.of(archiving + archive, "-Xshare:auto", "-Xlog:disable", "-cp", classPath);
  }
}
