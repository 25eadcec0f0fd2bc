package dev.weft.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.cli.Weft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A backup is made beside a running server, is checked, and becomes an installation again.
@Tag("slow")
class BackupCommandTest {

  private static final String APP = "acme#chat";

  @TempDir private Path folder;
  private String data;
  private String backup;

  @BeforeEach
  void nameFiles() {
    data = folder.resolve("data").toString();
    backup = folder.resolve("backup.db").toString();
  }

  @Test
  void a_backup_of_a_running_server_holds_what_was_answered_and_can_be_started() {
    String[] credentials = {"--app", APP, "--client-id", "ci", "--client-secret", "s3cret"};
    try (Weft _ = Weft.serve(Path.of(data), credentials)) {
      Weft.runHere("api", APP, "POST", "/users", users("ann"), "--data", data).success();
      String rows = Weft.runHere("backup", backup, "--data", data).success();
      Weft.runHere("api", APP, "POST", "/users", users("bob"), "--data", data).success();

      assertThat(rows).containsPattern("(?m)^schema_version +[1-9]");
    }
    assertThat(Weft.runHere("restore", backup, "--check").success()).contains("schema_version");
    String restored = folder.resolve("restored").toString();
    Weft.runHere("restore", backup, "--data", restored).success();

    try (Weft _ = Weft.serve(Path.of(restored), credentials)) {
      assertThat(
              Weft.runHere(
                      "api",
                      APP,
                      "GET",
                      "/users/ann",
                      "--field",
                      "entities.0.username",
                      "--data",
                      restored)
                  .success())
          .isEqualTo("ann");
      assertThat(Weft.runHere("api", APP, "GET", "/users/bob", "--data", restored).exit())
          .isEqualTo(1);
    }
  }

  @Test
  void a_backup_is_for_its_owner_and_overwrites_nothing() throws IOException {
    Weft.runHere("app", "create", APP, "--data", data).success();
    Weft.runHere("backup", backup, "--data", data).success();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(backup))))
        .isEqualTo("rw-------");
    assertThat(Weft.runHere("backup", backup, "--data", data).sentence()).contains("exists");
    assertThat(Weft.runHere("restore", backup, "--data", data).sentence()).contains("exists");
    assertThat(folder.resolve("backup.db.part")).doesNotExist();

    Files.setPosixFilePermissions(Path.of(backup), PosixFilePermissions.fromString("rw-rw-rw-"));
    Weft.runHere("restore", backup, "--data", folder + "/restored").success();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("restored").resolve("weft.db"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_damaged_backup_and_what_is_none_are_refused_in_one_sentence() throws IOException {
    Weft.runHere("app", "create", APP, "--data", data).success();
    Weft.runHere("backup", backup, "--data", data).success();
    byte[] bytes = Files.readAllBytes(Path.of(backup));
    for (int i = 4096; i < bytes.length; i++) {
      bytes[i] ^= 0x55;
    }
    Path damaged = Files.write(folder.resolve("damaged.db"), bytes);
    Path text = Files.writeString(folder.resolve("text.db"), "no database");

    assertThat(Weft.runHere("restore", damaged.toString(), "--check").sentence())
        .contains("damaged.db");
    assertThat(Weft.runHere("restore", text.toString(), "--check").sentence()).contains("text.db");
    assertThat(Weft.runHere("restore", folder + "/none.db", "--check").sentence())
        .contains("none.db");
    assertThat(Weft.runHere("backup", backup + "2", "--data", folder + "/none").sentence())
        .contains("there is no database");
  }

  private static String users(String name) {
    return "[{\"username\":\"" + name + "\",\"password\":\"1\"}]";
  }
}
