package dev.weft.e2e;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// Makes a server of this build start in a third of the time: an archive of its classes as the JVM
/// lays them out in memory. The JVM wants the classes in jars for it.
final class ClassArchive {

  private static final Path FOLDER = Path.of("target", "class-archive");

  private final String classPath;
  private final Path archive = FOLDER.resolve("weft.jsa").toAbsolutePath();

  private ClassArchive(String classPath) {
    this.classPath = classPath;
  }

  /// Puts this build's classes into jars. The archive comes with the first process that ends well.
  static ClassArchive prepare() {
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

  private static void clear() throws IOException {
    if (Files.exists(FOLDER)) {
      try (Stream<Path> old = Files.walk(FOLDER)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static Path jar(Path folder, int number) throws IOException {
    Path jar = FOLDER.resolve("classes-" + number + ".jar").toAbsolutePath();
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

  /// What the JVM is given: the archive if it is there, else the order to make it.
  List<String> options() {
    String archiving =
        Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=";
    return List.of(archiving + archive, "-Xshare:auto", "-Xlog:disable", "-cp", classPath);
  }
}
