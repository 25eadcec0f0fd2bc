package dev.weft.examples.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.examples.archive.Sender.Sent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatArchiveTest {

  private static final String NEWEST =
      """
      {"id":"m2","from":"o#a_ann","timestamp":1003,
       "payload":{"from":"ann","bodies":[{"type":"txt","msg":"two, better"}],"ext":{}}}\
      """;

  /// Two messages; the second is modified, the first recalled.
  private static final List<Sent> CONVERSATION =
      List.of(
          Sent.message(1, "one"),
          Sent.thread(1, "send", 1, "{\"id\":\"m1\",\"timestamp\":1001}"),
          Sent.message(2, "two"),
          Sent.thread(2, "send", 2, "{\"id\":\"m2\",\"timestamp\":1002}"),
          Sent.edit(3, "m2", "two, better"),
          Sent.thread(3, "modify", 2, NEWEST),
          Sent.recall(4, "m1"),
          Sent.thread(4, "recall", 1, NEWEST));

  @TempDir Path directory;
  private final Sender sender = new Sender();
  private final ExecutorService senders = Executors.newFixedThreadPool(8);
  private Path file = Path.of("");

  @BeforeEach
  void chooseFile() {
    file = directory.resolve("archive.db");
  }

  @AfterEach
  void stop() {
    senders.shutdown();
  }

  @Test
  void mirrors_a_conversation() throws Exception {
    try (ChatArchive archive = archive()) {
      for (Sent sent : CONVERSATION) {
        assertThat(sender.post(archive.port(), sent)).isEqualTo(200);
      }
    }

    assertMirrored();
    assertThat(Rows.select(file, "SELECT kind FROM change ORDER BY sequence"))
        .containsExactly("SENT", "SENT", "MODIFIED", "RECALLED");
  }

  @Test
  void mirrors_it_once_when_everything_comes_three_times_in_any_order() throws Exception {
    List<Callable<Integer>> posts = new ArrayList<>();
    try (ChatArchive archive = archive()) {
      for (Sent sent : CONVERSATION) {
        posts.addAll(Collections.nCopies(3, () -> sender.post(archive.port(), sent)));
      }
      Collections.shuffle(posts, new Random(20260101));
      for (Future<Integer> status : senders.invokeAll(posts)) {
        assertThat(status.get()).isEqualTo(200);
      }
    }

    assertMirrored();
    assertThat(Rows.select(file, "SELECT callback_key FROM change"))
        .containsExactlyInAnyOrder("o#a_e1", "o#a_e2", "o#a_e3", "o#a_e4");
  }

  @Test
  void knows_after_a_restart_what_it_mirrored_before() throws Exception {
    try (ChatArchive archive = archive()) {
      sender.post(archive.port(), CONVERSATION.get(1));
    }
    try (ChatArchive archive = archive()) {
      assertThat(sender.post(archive.port(), CONVERSATION.get(1))).isEqualTo(200);
    }

    assertThat(Rows.select(file, "SELECT callback_key FROM change")).containsExactly("o#a_e1");
  }

  private ChatArchive archive() throws Exception {
    return new ChatArchive(0, file, Sender.SECRET);
  }

  private void assertMirrored() throws Exception {
    assertThat(Rows.select(file, "SELECT name || ' ' || message_count FROM thread"))
        .containsExactly("plan 1");
    assertThat(
            Rows.select(
                file,
                """
                SELECT id || ' ' || recalled || ' ' || coalesce(bodies, 'silent') FROM message
                ORDER BY id\
                """))
        .containsExactly("m1 1 silent", "m2 0 [{\"type\":\"txt\",\"msg\":\"two, better\"}]");
  }
}
