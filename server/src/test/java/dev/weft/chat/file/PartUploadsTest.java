package dev.weft.chat.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatFixture;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.file.ChatFiles.Opened;
import dev.weft.chat.file.ChatFiles.Uploaded;
import dev.weft.chat.file.PartUploads.Completion;
import dev.weft.chat.file.PartUploads.Sent;
import dev.weft.loop.Loops;
import dev.weft.storage.EachDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Files that come in parts, and what is left of them.
class PartUploadsTest extends EachDatabase {

  private static final int MAX_BYTES = 1_000;
  private static final Actor ANNA = Actor.Member.of(UserId.of("anna"));
  private static final Actor BEN = Actor.Member.of(UserId.of("ben"));
  private static final Completion OPEN = new Completion(false, 1, 1);

  private ChatFixture fixture;
  private FileContents contents;
  private ChatFiles files;
  private PartSweep sweep;
  private FileSweeper sweeper;
  private PartUploads parts;
  private PartStore store;

  @BeforeEach
  void open() {
    fixture = new ChatFixture(openDatabase());
    contents = fixture.database.fileContents(folder.resolve("files"));
    store = fixture.database.files().parts();
    files =
        new ChatFiles(
            fixture.transactions,
            fixture.database.files().files(),
            contents,
            fixture.clock,
            new ChatFiles.Limits(MAX_BYTES, Duration.ofDays(7)));
    sweep = new PartSweep(fixture.transactions, store, contents, fixture.clock);
    // It does not run: the tests sweep.
    sweeper = new FileSweeper(files, sweep, new Loops());
    parts = new PartUploads(fixture.transactions, store, contents, files, sweeper, fixture.clock);
  }

  @AfterEach
  void close() {
    sweeper.close();
    fixture.close();
  }

  @Test
  void puts_parts_together_by_their_numbers() throws IOException {
    String id = begin();
    write(id, 3, "c");
    write(id, 1, "a".repeat(300));
    write(id, 2, "b");

    Uploaded uploaded = parts.complete(fixture.app, ANNA, id, new Completion(true, 7, 9));

    Opened opened = files.open(fixture.app, uploaded.id().toString(), uploaded.secret());
    assertThat(read(opened)).isEqualTo("a".repeat(300) + "bc");
    assertThat(opened.file().size()).isEqualTo(302);
    assertThat(opened.file().name()).isEqualTo("film.webm");
    assertThat(opened.file().contentType()).isEqualTo("text/plain");
    assertThat(opened.file().thumbnailWidth()).isEqualTo(7);
    assertThat(opened.file().thumbnailHeight()).isEqualTo(9);
    assertRefused(
        () -> files.open(fixture.app, uploaded.id().toString(), Optional.empty()),
        new Refusal.FileSecretWrong());
  }

  @Test
  void replaces_a_part_that_comes_again() throws IOException {
    String id = begin();
    write(id, 1, "x".repeat(900));
    FileId old = fileOfFirst(id);
    write(id, 1, "hello");
    write(id, 2, "y".repeat(900));

    sweep.sweep();
    Uploaded uploaded = parts.complete(fixture.app, ANNA, id, OPEN);

    assertThat(contents.open(old)).isEmpty();
    assertThat(text(uploaded)).isEqualTo("hello" + "y".repeat(900));
  }

  @Test
  void refuses_to_put_together_what_has_a_gap() {
    String id = begin();

    assertRefused(() -> complete(id), new Refusal.PartMissing(1));
    write(id, 1, "a");
    write(id, 3, "c");
    assertRefused(() -> complete(id), new Refusal.PartMissing(2));
    write(id, 2, "b");
    assertThat(parts.complete(fixture.app, ANNA, id, OPEN)).isNotNull();
  }

  @Test
  void goes_on_only_with_who_began() {
    App other = fixture.makeApp("other");
    String id = begin();
    write(id, 1, "a");

    for (Actor stranger : new Actor[] {BEN, Actor.SERVER}) {
      assertNotFound(() -> parts.write(fixture.app, stranger, id, sent(), bytes("evil"), () -> 1));
      assertNotFound(() -> parts.complete(fixture.app, stranger, id, OPEN));
      assertNotFound(() -> parts.abort(fixture.app, stranger, id));
    }
    assertNotFound(() -> parts.complete(other, ANNA, id, OPEN));
    assertNotFound(() -> parts.complete(fixture.app, ANNA, "../../weft.db", OPEN));
    assertThat(parts.complete(fixture.app, ANNA, id, OPEN)).isNotNull();
  }

  @Test
  void takes_no_more_than_a_file_may_have() throws IOException {
    String id = begin();
    write(id, 1, "x".repeat(MAX_BYTES - 1));

    assertRefused(() -> write(id, 2, "ab"), new Refusal.FileTooLarge());
    assertRefused(() -> write(id, 2, "x".repeat(MAX_BYTES + 1)), new Refusal.FileTooLarge());
    assertRefused(() -> write(id, 2, ""), new Refusal.FileMissing());
    write(id, 2, "y");

    assertThat(text(parts.complete(fixture.app, ANNA, id, OPEN)))
        .isEqualTo("x".repeat(MAX_BYTES - 1) + "y");
  }

  @Test
  void leaves_nothing_of_a_part_without_a_number() {
    String id = begin();
    IllegalStateException none = new IllegalStateException("no number");
    FileId[] kept = new FileId[1];
    FileContents noting = new NotingContents(contents, file -> kept[0] = file);
    ChatFiles watched =
        new ChatFiles(
            fixture.transactions,
            fixture.database.files().files(),
            noting,
            fixture.clock,
            new ChatFiles.Limits(MAX_BYTES, Duration.ofDays(7)));
    PartUploads watching =
        new PartUploads(fixture.transactions, store, noting, watched, sweeper, fixture.clock);

    assertThatThrownBy(
            () ->
                watching.write(
                    fixture.app,
                    ANNA,
                    id,
                    sent(),
                    bytes("hello"),
                    () -> {
                      throw none;
                    }))
        .isSameAs(none);

    assertThat(contents.open(kept[0])).isEmpty();
  }

  @Test
  void is_completed_once() {
    String id = begin();
    write(id, 1, "a");

    complete(id);

    assertNotFound(() -> complete(id));
    assertNotFound(() -> write(id, 2, "b"));
    assertNotFound(() -> parts.abort(fixture.app, ANNA, id));
  }

  @Test
  void keeps_the_file_out_if_a_part_changes_while_it_is_put_together() {
    String id = begin();
    write(id, 1, "a");
    PartUploads meanwhile =
        new PartUploads(
            fixture.transactions,
            store,
            new NotingContents(contents, _ -> {}) {
              @Override
              public Optional<InputStream> open(FileId file) {
                PartUploadsTest.this.write(id, 2, "b");
                return super.open(file);
              }
            },
            files,
            sweeper,
            fixture.clock);

    assertRefused(
        () -> meanwhile.complete(fixture.app, ANNA, id, OPEN), new Refusal.PartsChanged());

    assertThat(files.list(fixture.app, null, 10).files()).isEmpty();
    assertThat(parts.complete(fixture.app, ANNA, id, OPEN)).isNotNull();
  }

  @Test
  void bounds_the_open_uploads_of_a_user() {
    String first = begin();
    for (int i = 1; i < PartUploads.MAX_OPEN; i++) {
      begin();
    }
    Refusal full = new Refusal.TooManyUploads(PartUploads.MAX_OPEN);

    assertRefused(this::begin, full);
    assertThat(parts.begin(fixture.app, BEN)).isNotNull();
    parts.abort(fixture.app, ANNA, first);
    assertThat(begin()).isNotNull();
    assertRefused(this::begin, full);
    fixture.clock.step(PartSweep.OPEN_FOR);
    fixture.clock.step(Duration.ofMillis(1));
    assertThat(begin()).isNotNull();
  }

  @Test
  void sweeps_what_was_abandoned_aborted_or_completed() throws IOException {
    String abandoned = begin();
    write(abandoned, 1, "old");
    FileId oldPart = fileOfFirst(abandoned);
    fixture.clock.step(PartSweep.OPEN_FOR);
    String aborted = begin();
    write(aborted, 1, "x");
    FileId abortedPart = fileOfFirst(aborted);
    parts.abort(fixture.app, ANNA, aborted);
    String completed = begin();
    write(completed, 1, "hello");
    FileId completedPart = fileOfFirst(completed);
    Uploaded uploaded = parts.complete(fixture.app, ANNA, completed, OPEN);
    String young = begin();
    write(young, 1, "young");
    assertNotFound(() -> complete(abandoned));
    fixture.clock.step(Duration.ofMillis(1));

    sweep.sweep();

    assertThat(contents.open(oldPart)).isEmpty();
    assertThat(contents.open(abortedPart)).isEmpty();
    assertThat(contents.open(completedPart)).isEmpty();
    assertThat(text(uploaded)).isEqualTo("hello");
    assertThat(text(parts.complete(fixture.app, ANNA, young, OPEN))).isEqualTo("young");
    sweep.sweep();
    FileId never = FileId.firstAt(fixture.clock.instant().plus(Duration.ofDays(9)));
    assertThat(
            fixture.transactions.<Integer>read(snapshot -> store.over(snapshot, never, 9).size()))
        .isZero();
  }

  @Test
  void guesses_a_type_that_the_sender_has_not_said() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    byte[] film = "\0\0\0 ftypisom".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(MediaTypes.guess("a.mp4", new byte[0])).isEqualTo("video/mp4");
    assertThat(MediaTypes.guess("blob", png)).isEqualTo("image/png");
    assertThat(MediaTypes.guess("blob", film)).isEqualTo("video/mp4");
    assertThat(MediaTypes.guess("blob", "<html>".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("application/octet-stream");
  }

  private String begin() {
    return parts.begin(fixture.app, ANNA).id().toString();
  }

  private void write(String id, int number, String text) {
    parts.write(fixture.app, ANNA, id, sent(), bytes(text), () -> number);
  }

  private void complete(String id) {
    Uploaded _ = parts.complete(fixture.app, ANNA, id, OPEN);
  }

  private static Sent sent() {
    return new Sent("film.webm.part-1", "text/plain");
  }

  private FileId fileOfFirst(String id) {
    return fixture
        .transactions
        .read(
            snapshot ->
                store.find(snapshot, FileId.parse(id).orElseThrow(), fixture.app.id(), "anna"))
        .orElseThrow()
        .parts()
        .getFirst()
        .file();
  }

  private String text(Uploaded uploaded) throws IOException {
    return read(files.open(fixture.app, uploaded.id().toString(), Optional.empty()));
  }

  private static String read(Opened opened) throws IOException {
    try (InputStream in = opened.bytes()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertNotFound(ThrowingCallable call) {
    assertRefused(call, new Refusal.FileNotFound());
  }

  private static void assertRefused(ThrowingCallable call, Refusal refusal) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
  }
}
