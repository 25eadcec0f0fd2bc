package dev.weft.chat.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.app.App;
import dev.weft.chat.ChatFixture;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.file.ChatFiles.Opened;
import dev.weft.chat.file.ChatFiles.Upload;
import dev.weft.chat.file.ChatFiles.Uploaded;
import dev.weft.storage.EachDatabase;
import dev.weft.storage.FileFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happens to files, and what is on the disk meanwhile.
class ChatFilesTest extends EachDatabase {

  private static final Duration KEPT = Duration.ofDays(7);
  private static final int MAX_BYTES = 1_000;

  private ChatFixture fixture;
  private FileFolder contents;
  private ChatFiles files;

  @BeforeEach
  void open() {
    fixture = new ChatFixture(openDatabase());
    contents = new FileFolder(disk());
    files =
        new ChatFiles(
            fixture.transactions,
            fixture.database.files().files(),
            contents,
            fixture.clock,
            new ChatFiles.Limits(MAX_BYTES, KEPT));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void gives_a_file_back_to_its_app_alone() throws IOException {
    Uploaded uploaded = upload("hello");
    App other = fixture.makeApp("other");

    Opened opened = files.open(fixture.app, uploaded.id().toString(), Optional.empty());

    assertThat(read(opened)).isEqualTo("hello");
    assertThat(opened.file().size()).isEqualTo(5);
    assertRefused(
        () -> files.open(other, uploaded.id().toString(), Optional.empty()),
        new Refusal.FileNotFound());
  }

  @Test
  void opens_a_restricted_file_to_its_secret_alone() throws IOException {
    Upload restricted = new Upload("a.txt", "text/plain", true);
    Uploaded uploaded = files.upload(fixture.app, restricted, bytes("hello"));
    String id = uploaded.id().toString();

    assertThat(read(files.open(fixture.app, id, uploaded.secret()))).isEqualTo("hello");
    for (String wrong : List.of("", "x", uploaded.secret().orElseThrow().value() + "x")) {
      assertRefused(
          () -> files.open(fixture.app, id, Optional.of(new ShareSecret(wrong))),
          new Refusal.FileSecretWrong());
    }
    assertRefused(
        () -> files.open(fixture.app, id, Optional.empty()), new Refusal.FileSecretWrong());
  }

  @Test
  void takes_a_file_up_to_the_limit_and_leaves_nothing_of_a_larger_one() throws IOException {
    upload("x".repeat(MAX_BYTES));

    assertRefused(() -> upload("x".repeat(MAX_BYTES + 1)), new Refusal.FileTooLarge());
    assertRefused(() -> upload(""), new Refusal.FileMissing());

    assertThat(onDisk()).hasSize(1);
  }

  @Test
  void leaves_nothing_of_an_upload_that_breaks_off() throws IOException {
    InputStream broken = new SequenceInputStream(bytes("half"), new BrokenStream());

    assertThatThrownBy(() -> files.upload(fixture.app, plain(), broken))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(onDisk()).isEmpty();
  }

  @Test
  void tells_an_expired_file_from_one_that_never_was() {
    String id = upload("hello").id().toString();

    fixture.clock.step(KEPT);

    assertRefused(() -> files.open(fixture.app, id, Optional.empty()), new Refusal.FileExpired(id));
    files.sweep();
    assertRefused(() -> files.open(fixture.app, id, Optional.empty()), new Refusal.FileExpired(id));
    assertRefused(
        () -> files.open(fixture.app, "../../weft.db", Optional.empty()),
        new Refusal.FileNotFound());
  }

  @Test
  void sweeps_what_expired_and_nothing_else() throws IOException {
    for (int i = 0; i < 250; i++) {
      upload("old");
    }
    fixture.clock.step(KEPT.plusMillis(1));
    Uploaded young = upload("young");

    files.sweep();

    assertThat(onDisk())
        .extracting(file -> file.getFileName().toString())
        .containsExactly(young.id().toString());
    assertThat(read(files.open(fixture.app, young.id().toString(), Optional.empty())))
        .isEqualTo("young");
  }

  @Test
  void sweeps_what_a_crash_left_without_a_row() throws IOException {
    contents.write(FileId.random(fixture.clock.instant()), bytes("written down nowhere"));
    assertThat(onDisk()).hasSize(1);

    fixture.clock.step(KEPT.plusDays(1));
    files.sweep();

    assertThat(onDisk()).isEmpty();
    assertThat(disk()).isDirectoryNotContaining("glob:**2026*");
  }

  @Test
  void clears_away_what_a_crash_cut_short() throws IOException {
    Files.writeString(disk().resolve("incoming").resolve("half"), "ha");

    FileFolder reopened = new FileFolder(disk());

    assertThat(onDisk()).isEmpty();
    assertThat(reopened.open(FileId.random(fixture.clock.instant()))).isEmpty();
  }

  @Test
  void makes_ids_that_are_read_back_with_their_time() {
    FileId id = FileId.random(fixture.clock.instant());

    assertThat(FileId.parse(id.toString())).contains(id);
    assertThat(id.created()).isEqualTo(fixture.clock.instant());
    assertThat(id.toString()).isGreaterThan(FileId.firstAt(id.created()).toString());
    assertThat(id.toString()).isLessThan(FileId.firstAt(id.created().plusMillis(1)).toString());
    assertThat(FileId.parse("5fd74830-10ae-11e7-9a4b-0242ac110002")).isEmpty();
    assertThat(FileId.parse(id + "/..")).isEmpty();
  }

  private Uploaded upload(String text) {
    return files.upload(fixture.app, plain(), bytes(text));
  }

  private static Upload plain() {
    return new Upload("a.txt", "text/plain", false);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(Opened opened) throws IOException {
    try (InputStream in = opened.bytes()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Path disk() {
    return folder.resolve("files");
  }

  private List<Path> onDisk() throws IOException {
    try (Stream<Path> tree = Files.walk(disk())) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }

  private static void assertRefused(ThrowingCallable call, Refusal refusal) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
  }

  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the client went away");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return read();
    }
  }
}
