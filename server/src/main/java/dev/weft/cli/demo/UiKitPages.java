package dev.weft.cli.demo;

import dev.weft.cli.base.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Chat pages with the vendor's UI kits. Only the pages are Weft's own: npm fetches the kits, as
/// published, when the pages are built. Both are done once, and again when a source has changed.
public final class UiKitPages {

  private static final String ROOT = "/ui-kits";
  private static final int NODE_MAJOR = 20;
  private static final int NODE_MINOR = 19;
  private static final long MINUTES = 10;

  private final Path folder;

  /// @param folder of the build; made if it is missing
  public UiKitPages(Path folder) {
    this.folder = folder;
  }

  /// Where the pages are built unless somebody says otherwise: a folder of the checkout, or the
  /// user's cache.
  static Path defaultFolder() {
    String given = System.getProperty("weft.uiKits", "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    return cache == null || cache.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "weft", "ui-kits")
        : Path.of(cache, "weft", "ui-kits");
  }

  /// Builds the pages from the sources that the program carries.
  ///
  /// @param progress is told in a few words what takes time
  /// @return the folder of the finished pages
  /// @throws CommandFailedException with a sentence if Node.js or npm is missing, or one of them
  ///   fails
  Path build(Consumer<String> progress) {
    requireNode();
    URL packed = UiKitPages.class.getResource(ROOT + "/package.json");
    if (packed == null) {
      throw new CommandFailedException("this build of weft carries no pages for the UI kits");
    }
    try {
      URI uri = packed.toURI();
      if (uri.getScheme().equals("file")) {
        return buildFrom(Objects.requireNonNull(Path.of(uri).getParent()), progress);
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return buildFrom(jar.getPath(ROOT), progress);
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Builds the pages from sources elsewhere.
  ///
  /// @return the folder of the finished pages
  /// @throws CommandFailedException as [#build]
  /// @throws IOException if `folder` cannot be written to
  public Path buildFrom(Path sources, Consumer<String> progress) throws IOException {
    requireNode();
    Files.createDirectories(folder);
    String libraries = digest(sources, List.of(Path.of("package-lock.json")));
    if (!libraries.equals(stamp("libraries"))) {
      copy(sources, folder);
      progress.accept("fetching the vendor's UI kits with npm");
      run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      Files.writeString(folder.resolve("libraries.stamp"), libraries);
    }
    String all = digest(sources, files(sources)) + libraries;
    Path pages = folder.resolve("dist");
    if (!all.equals(stamp("pages")) || !Files.exists(pages.resolve("index.html"))) {
      copy(sources, folder);
      progress.accept("building the pages");
      run("npm", "run", "build");
      Files.writeString(folder.resolve("pages.stamp"), all);
    }
    return pages;
  }

  private static void requireNode() {
    String version = "";
    try {
      Process node =
          new ProcessBuilder("node", "-p", "process.versions.node")
              .redirectErrorStream(true)
              .start();
      version = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      // Then there is none.
    }
    if (!isNewEnough(version)) {
      throw new CommandFailedException(
          "the UI kits need Node.js %d.%d or newer with npm, and %s: install it from nodejs.org, or leave out --ui"
              .formatted(
                  NODE_MAJOR,
                  NODE_MINOR,
                  version.isEmpty() ? "there is none here" : "this is " + version));
    }
  }

  static boolean isNewEnough(String version) {
    List<String> parts = List.of(version.split("\\.", -1));
    try {
      int major = Integer.parseInt(parts.get(0));
      return major > NODE_MAJOR
          || (major == NODE_MAJOR
              && parts.size() > 1
              && Integer.parseInt(parts.get(1)) >= NODE_MINOR);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private String stamp(String name) throws IOException {
    Path file = folder.resolve(name + ".stamp");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static List<Path> files(Path sources) throws IOException {
    try (Stream<Path> walked = Files.walk(sources)) {
      return walked
          .filter(Files::isRegularFile)
          .map(sources::relativize)
          .filter(file -> isSource(file.toString()))
          .sorted()
          .toList();
    }
  }

  /// A checkout may hold libraries and pages that were built there by hand.
  private static boolean isSource(String file) {
    return !file.startsWith("node_modules") && !file.startsWith("dist");
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path target = to.resolve(file.toString());
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      Files.copy(from.resolve(file), target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String digest(Path sources, List<Path> files) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(sources.resolve(file.toString())));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of(command));
    Path log = folder.resolve("npm.log");
    int status;
    try {
      Process process =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      status = process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while npm was running", e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "the UI kits need npm, which comes with Node.js, and it cannot be started", e);
    }
    if (status != 0) {
      throw new CommandFailedException(
          "the UI kits cannot be made ready: `%s` failed; what it said is in %s"
              .formatted(String.join(" ", words), log));
    }
  }
}
