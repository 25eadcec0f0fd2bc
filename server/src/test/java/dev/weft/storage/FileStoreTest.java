package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppId;
import dev.weft.chat.file.ChatFile;
import dev.weft.chat.file.FileId;
import dev.weft.chat.file.FileStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every database does with files.
class FileStoreTest extends EachStore {

  private static final AppId APP = new AppId(1);
  private static final AppId OTHER_APP = new AppId(2);

  private FileStore files() {
    return database.files().files();
  }

  @Test
  void gives_back_what_it_was_given() {
    ChatFile open = insert(file(APP, NOW, 1));
    ChatFile restricted =
        insert(new ChatFile(id(NOW, 2), APP, "\u6587.png", "image/png", 1L << 40, "00ff"));

    assertThat(find(APP, open.id())).contains(open);
    assertThat(find(APP, restricted.id())).contains(restricted);
  }

  @Test
  void keeps_the_apps_apart() {
    ChatFile file = insert(file(APP, NOW, 1));

    run(tx -> files().withdraw(tx, OTHER_APP, file.id()));

    assertThat(find(OTHER_APP, file.id())).isEmpty();
    assertThat(find(APP, file.id())).contains(file);
  }

  @Test
  void lists_the_files_of_an_app_newest_first_page_by_page() {
    List<FileId> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      expected.addFirst(insert(file(APP, NOW.plusSeconds(i), i)).id());
      insert(file(OTHER_APP, NOW.plusSeconds(i), 100 + i));
    }
    ChatFile gone = insert(file(APP, NOW.plusSeconds(9), 9));
    run(tx -> files().withdraw(tx, APP, gone.id()));
    run(tx -> assertThat(files().keepUntil(tx, APP, expected.getLast(), NOW)).isTrue());

    FileStore.Listing first = read(snapshot -> files().list(snapshot, APP, null, 3));
    FileStore.Listing rest = read(snapshot -> files().list(snapshot, APP, first.next(), 3));

    assertThat(first.files()).extracting(one -> one.file().id()).isEqualTo(expected.subList(0, 3));
    assertThat(rest.files()).extracting(one -> one.file().id()).isEqualTo(expected.subList(3, 5));
    assertThat(rest.files().getLast().keptUntil()).isEqualTo(NOW);
    assertThat(rest.next()).isNull();
  }

  @Test
  void hides_a_withdrawn_file_until_it_is_deleted() {
    ChatFile file = insert(file(APP, NOW, 1));

    run(tx -> files().withdraw(tx, APP, file.id()));

    assertThat(find(APP, file.id())).isEmpty();
    assertThat(doomed(NOW, 10)).containsExactly(file.id());

    run(tx -> files().delete(tx, file.id()));

    assertThat(doomed(NOW, 10)).isEmpty();
  }

  @Test
  void dooms_files_from_before_a_moment_and_no_others() {
    ChatFile old = insert(file(APP, NOW.minusMillis(1), 1));
    insert(file(APP, NOW, 0));
    insert(file(APP, NOW.plus(Duration.ofDays(1)), 1));

    assertThat(doomed(NOW, 10)).containsExactly(old.id());
  }

  @Test
  void dooms_no_more_than_it_is_asked_for() {
    for (int i = 0; i < 5; i++) {
      insert(file(APP, NOW, i));
    }

    assertThat(doomed(NOW.plusMillis(1), 3)).hasSize(3);
  }

  private ChatFile insert(ChatFile file) {
    run(tx -> files().insert(tx, file));
    return file;
  }

  private Optional<ChatFile> find(AppId app, FileId id) {
    return read(snapshot -> files().find(snapshot, app, id));
  }

  private List<FileId> doomed(Instant cutoff, int limit) {
    return read(snapshot -> files().doomed(snapshot, cutoff, NOW, limit));
  }

  private static ChatFile file(AppId app, Instant created, int number) {
    return new ChatFile(id(created, number), app, "a.txt", "text/plain", 3, null);
  }

  private static FileId id(Instant created, int number) {
    UUID first = FileId.firstAt(created).value();
    return new FileId(
        new UUID(first.getMostSignificantBits(), first.getLeastSignificantBits() + number));
  }
}
