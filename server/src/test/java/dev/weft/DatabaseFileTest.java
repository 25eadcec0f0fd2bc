package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.config.BadSettingException;
import dev.weft.config.Settings;
import dev.weft.config.SettingsLoader;
import dev.weft.tx.StoreFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A data folder knows its database: a server begins anew only in a folder that no server has used.
@Tag("slow")
class DatabaseFileTest {

  @TempDir private Path folder;

  @Test
  void a_folder_that_was_killed_at_any_time_is_started_again() throws IOException {
    Path data = folder.resolve("data");
    Path killed = run(data, "first");

    for (int life = 0; life < 3; life++) {
      killed = run(killed, "life" + life);
    }

    assertThat(apps(killed)).contains("acme#first", "acme#life0", "acme#life2");
  }

  @Test
  void a_start_that_was_cut_short_before_its_mark_is_started_again() throws IOException {
    Path killed = run(folder.resolve("data"), "app");
    byte[] markBefore = Files.readAllBytes(killed.resolve("weft.node"));
    Path again = run(killed, "more");
    Files.write(again.resolve("weft.node"), markBefore);

    assertThat(apps(again)).contains("acme#app", "acme#more");

    Path first = folder.resolve("first");
    Files.createDirectories(first);
    Files.createFile(first.resolve("weft.db"));
    assertThat(apps(first)).as("killed before SQLite had written anything").isEmpty();
  }

  @Test
  void a_folder_of_an_earlier_version_is_taken_over() throws IOException {
    Path data = folder.resolve("data");
    Path killed = run(data, "app");
    String identity = Files.readAllLines(killed.resolve("weft.node")).getFirst();
    stopped(killed);
    withoutMark(killed.resolve("weft.db"));
    Files.writeString(killed.resolve("weft.node"), identity + "\n");

    assertThat(apps(killed)).containsExactly("acme#app");
    assertThat(Files.readAllLines(killed.resolve("weft.node")))
        .hasSize(2)
        .first()
        .isEqualTo(identity);
  }

  /// Before a server had counted its starts, both fields of the header were 0.
  private static void withoutMark(Path database) throws IOException {
    try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.allocate(4), 60);
      channel.write(java.nio.ByteBuffer.allocate(4), 68);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_database_that_is_missing_or_empty_is_not_made_anew(boolean withItsLog) throws IOException {
    for (boolean empty : List.of(true, false)) {
      Path killed = run(folder.resolve("data" + empty), "app");
      truncate(killed.resolve("weft.db"), empty ? 0 : -1);
      if (!withItsLog) {
        Files.deleteIfExists(killed.resolve("weft.db-wal"));
      }

      refused(killed, empty ? "is empty" : "is missing", "weft restore", "delete weft.node");
      if (!empty) {
        assertThat(killed.resolve("weft.db")).doesNotExist();
      }
      assertThatThrownBy(() -> Installation.create(settings(killed), Clock.systemUTC()))
          .isInstanceOf(BadSettingException.class)
          .hasMessageContaining("weft.node");
      assertThatThrownBy(() -> Installation.open(settings(killed), Clock.systemUTC()))
          .isInstanceOf(BadSettingException.class)
          .hasMessageContaining("weft.node");

      Files.delete(killed.resolve("weft.node"));
      if (withItsLog) {
        refused(killed, "weft.db-wal", "delete the log");
        Files.delete(killed.resolve("weft.db-wal"));
      }
      assertThat(apps(killed)).as("the way out").isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99, 511, 512, 4096, 4097, 50_000})
  void a_database_that_is_truncated_is_refused_with_or_without_its_log(int left)
      throws IOException {
    for (boolean withItsLog : List.of(true, false)) {
      Path killed = run(folder.resolve("data" + withItsLog), "app");
      if (!withItsLog) {
        stopped(killed);
      }
      truncate(killed.resolve("weft.db"), left);

      refused(killed, "damaged", "weft restore");
    }
  }

  @Test
  void what_is_no_database_is_refused() throws IOException {
    Path killed = run(folder.resolve("data"), "app");
    Files.writeString(killed.resolve("weft.db"), "Dear diary,\n".repeat(1_000));

    refused(killed, "no SQLite database");
  }

  @Test
  void a_database_that_is_older_than_its_log_is_refused() throws IOException {
    Path first = run(folder.resolve("data"), "app");
    stopped(first);
    byte[] old = Files.readAllBytes(first.resolve("weft.db"));
    Path second = run(first, "second");
    assertThat(second.resolve("weft.db-wal")).isNotEmptyFile();
    Files.write(second.resolve("weft.db"), old);

    refused(second, "another time", "delete weft.node and weft.db-wal");

    Files.delete(second.resolve("weft.node"));
    refused(second, "weft.db-wal", "may not belong to weft.db");
    Files.delete(second.resolve("weft.db-wal"));
    assertThat(apps(second)).as("the way out").containsExactly("acme#app");
  }

  @Test
  void a_database_of_another_installation_is_refused() throws IOException {
    Path mine = run(folder.resolve("data"), "mine");
    Path other = run(folder.resolve("other"), "other");
    Files.copy(
        other.resolve("weft.db"), mine.resolve("weft.db"), StandardCopyOption.REPLACE_EXISTING);

    refused(mine, "belongs to another installation");
  }

  @Test
  void a_restored_backup_is_accepted_whatever_the_folder_had() throws IOException {
    Path data = folder.resolve("data");
    Path backup = folder.resolve("backup.db");
    try (Server server = server(data)) {
      server.ensureApp(new AppKey("acme", "app"), new Credentials("id", "secret"));
      Backup.write(settings(data), backup);
    }
    Path later = run(data, "later");
    assertThatThrownBy(() -> Backup.restore(settings(later), backup))
        .hasMessageContaining("weft.db exists");
    Files.delete(later.resolve("weft.db"));
    assertThatThrownBy(() -> Backup.restore(settings(later), backup))
        .as("a log of another time")
        .hasMessageContaining("weft.db-wal exists");
    Files.delete(later.resolve("weft.db-wal"));

    Backup.restore(settings(later), backup);

    assertThat(apps(later)).containsExactly("acme#app");
  }

  @Test
  void what_is_left_of_an_earlier_version_is_taken_from_the_eyes_of_others() throws IOException {
    Path killed = run(folder.resolve("data"), "app");
    Path upload = killed.resolve("files").resolve("2026-01-02");
    Files.createDirectories(upload);
    Files.createFile(upload.resolve("photo"));
    try (Stream<Path> all = Files.walk(killed)) {
      for (Path path : all.toList()) {
        Files.setPosixFilePermissions(
            path,
            PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }

    try (Server server = server(killed)) {
      server.start();
      try (Stream<Path> all = Files.walk(killed)) {
        assertThat(all.filter(path -> !path.equals(killed)))
            .hasSizeGreaterThan(7)
            .allSatisfy(DatabaseFileTest::isForItsOwner);
      }
    }
  }

  static void isForItsOwner(Path path) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .as(path.toString())
        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
  }

  private static void truncate(Path file, int size) throws IOException {
    if (size < 0) {
      Files.delete(file);
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  private void refused(Path data, String... words) {
    assertThatThrownBy(() -> server(data).close())
        .isInstanceOfAny(BadSettingException.class, StoreFailedException.class)
        .hasMessageContainingAll(words)
        .message()
        .doesNotContain("\n");
  }

  /// Runs a server on `data`, has it make an app, and answers what a kill would leave of the
  /// folder.
  private Path run(Path data, String app) throws IOException {
    try (Server server = server(data)) {
      server.ensureApp(new AppKey("acme", app), new Credentials("id-" + app, "secret"));
      return copy(data);
    }
  }

  private Path copy(Path data) throws IOException {
    Path copy = Files.createTempDirectory(folder, "killed");
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private void stopped(Path data) {
    server(data).close();
  }

  private List<String> apps(Path data) {
    stopped(data);
    try (Installation installation = Installation.open(settings(data), Clock.systemUTC())) {
      return installation.apps().all().stream().map(app -> app.key().toString()).toList();
    }
  }

  private static Server server(Path data) {
    return new Server(settings(data), Clock.systemUTC());
  }

  private static Settings settings(Path data) {
    return SettingsLoader.load(
        Optional.empty(),
        Map.of(),
        Map.of("server.data", data.toString(), "server.port", "0", "app.bcryptCost", "4"));
  }
}
