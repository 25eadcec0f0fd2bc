package dev.weft;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.cli.Main;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// Class data sharing: an archive of the classes of this build as the JVM lays them out in memory,
/// with which a program starts for half the work. The JVM wants the classes in jars for it. The
/// processes that run tests share one archive; the first of them makes it.
public final class ClassArchive {

  private static final Path FOLDERS = Path.of("target", "class-archive").toAbsolutePath();
  private static final String ARCHIVE = "weft.jsa";

  private static final class Holder {
    static final List<String> OPTIONS = prepare();
  }

  private ClassArchive() {}

  /// The options of a JVM that runs classes of this build: the class path and the archive.
  public static List<String> javaOptions() {
    return Holder.OPTIONS;
  }

  private static List<String> prepare() {
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .toList();
    try {
      Files.createDirectories(FOLDERS);
      try (FileChannel channel =
              FileChannel.open(
                  FOLDERS.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        return prepare(classPath);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Another build has another folder: no program loses the jars it runs from to a second build.
  private static List<String> prepare(List<Path> classPath)
      throws IOException, InterruptedException {
    Path folder =
        FOLDERS.resolve(
            Long.toHexString(newest(classPath).hashCode() * 31L + classPath.hashCode()));
    List<String> entries = new ArrayList<>();
    for (Path entry : classPath) {
      entries.add(
          Files.isDirectory(entry)
              ? folder.resolve(entries.size() + ".jar").toString()
              : entry.toString());
    }
    String joined = String.join(File.pathSeparator, entries);
    if (!Files.exists(folder.resolve(ARCHIVE))) {
      clear();
      Files.createDirectories(folder);
      for (int i = 0; i < entries.size(); i++) {
        if (Files.isDirectory(classPath.get(i))) {
          jar(classPath.get(i), Path.of(entries.get(i)));
        }
      }
      train(folder, joined);
    }
    return options("-XX:SharedArchiveFile=", folder, joined);
  }

  private static List<String> options(String archiving, Path folder, String classPath) {
    return List.of(
        archiving + folder.resolve(ARCHIVE), "-Xshare:auto", "-Xlog:disable", "-cp", classPath);
  }

  private static FileTime newest(List<Path> classPath) throws IOException {
    FileTime newest = FileTime.fromMillis(0);
    for (Path entry : classPath) {
      if (Files.exists(entry)) {
        try (Stream<Path> files = Files.walk(entry)) {
          for (Path file : files.toList()) {
            FileTime time = Files.getLastModifiedTime(file);
            newest = time.compareTo(newest) > 0 ? time : newest;
          }
        }
      }
    }
    return newest;
  }

  /// Deletes the archives of earlier builds.
  private static void clear() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDERS)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(FOLDERS) && !path.endsWith("lock")) {
          Files.delete(path);
        }
      }
    }
  }

  private static void jar(Path folder, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }

  /// Lets a server start and end: what it loads is in the archive. Where that does not succeed
  /// there is none, and programs start without.
  private static void train(Path folder, String classPath)
      throws IOException, InterruptedException {
    List<String> command =
        JavaCommand.with(
            options("-XX:ArchiveClassesAtExit=", folder, classPath),
            Main.class,
            List.of("serve", "--port", "0", "--data", folder.resolve("data").toString()));
    Process server = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader lines = server.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("weft is ready on ")) {
          // Process.destroy would close the output that the server still writes to.
          boolean _ = server.toHandle().destroy();
        }
      }
    }
    int _ = server.waitFor();
  }
}
