package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.storage.postgres.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Uploads in parts over servers that are killed: what was answered is there.
@Timeout(300)
class PartUploadCrashTest {

  private static final int PART_BYTES = 600_000;

  @TempDir private Path folder;

  @Test
  void every_answered_part_outlives_a_kill() throws Exception {
    List<byte[]> sent = parts(4);
    String upload;
    ServerProcess server = ServerProcess.start(folder.resolve("data"));
    try {
      upload = client(server).begin().path("uuid").asString();
      for (int i = 0; i < sent.size(); i++) {
        client(server).part(upload, Integer.toString(i + 1), sent.get(i)).json().ok();
        server.kill();
        server = ServerProcess.start(folder.resolve("data"));
      }
      String file = client(server).complete(upload, "").uuid();
      server.kill();
      server = ServerProcess.start(folder.resolve("data"));

      assertThat(client(server).download(file).bytes()).isEqualTo(joined(sent));
    } finally {
      server.close();
    }
  }

  @Test
  void any_node_takes_any_part_also_after_one_was_killed() throws Exception {
    List<byte[]> sent = parts(4);
    String url = PostgresServer.settings(folder).getOrDefault("store.database", "");
    try (ServerProcess one = ServerProcess.launch(folder.resolve("one"), "--database", url);
        ServerProcess other = ServerProcess.launch(folder.resolve("other"), "--database", url)) {
      FileClient first = client(one);
      FileClient second = client(other);
      String upload = first.begin().path("uuid").asString();
      second.part(upload, "3", sent.get(2)).json().ok();
      first.part(upload, "1", sent.get(1)).json().ok();
      second.part(upload, "1", sent.get(0)).json().ok();
      first.part(upload, "2", sent.get(1)).json().ok();
      one.kill();
      second.part(upload, "4", sent.get(3)).json().ok();

      String file = second.complete(upload, "").uuid();

      assertThat(second.download(file).bytes()).isEqualTo(joined(sent));
    }
  }

  private static FileClient client(ServerProcess server) throws Exception {
    return new FileClient(ApiClient.of(server.url()));
  }

  private static List<byte[]> parts(int count) {
    Random random = new Random(1);
    return IntStream.range(0, count)
        .mapToObj(
            _ -> {
              byte[] part = new byte[PART_BYTES];
              random.nextBytes(part);
              return part;
            })
        .toList();
  }

  private static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
