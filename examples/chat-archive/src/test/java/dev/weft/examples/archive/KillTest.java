package dev.weft.examples.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.examples.archive.Sender.Sent;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The archive as a process of its own, killed without warning while callbacks pour in.
class KillTest {

  private static final int THREADS = 4;
  private static final int CHANGES = 40;

  /// After so many answers the process is killed, and once more after as many again.
  private static final int KILL_AFTER = 40;

  @TempDir Path directory;
  private final Sender sender = new Sender();
  private final AtomicReference<CountDownLatch> up = new AtomicReference<>(new CountDownLatch(0));

  @Test
  @Timeout(120)
  void archives_every_change_exactly_once_though_it_is_killed_twice() throws Exception {
    Path file = directory.resolve("archive.db");
    int port = freePort();
    Process archive = start(port, file);
    CountDownLatch first = new CountDownLatch(KILL_AFTER);
    CountDownLatch second = new CountDownLatch(2 * KILL_AFTER);
    ExecutorService senders = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> done = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int number = thread;
      done.add(
          senders.submit(
              () -> {
                for (int change = 1; change <= CHANGES; change++) {
                  sendUntilAnswered(port, change(number, change));
                  first.countDown();
                  second.countDown();
                }
                return null;
              }));
    }

    first.await();
    archive = killed(archive, port, file);
    second.await();
    archive = killed(archive, port, file);
    for (Future<?> one : done) {
      one.get();
    }
    senders.shutdown();
    archive.destroyForcibly().waitFor();

    assertThat(Rows.select(file, "SELECT callback_key FROM change"))
        .hasSize(THREADS * CHANGES)
        .doesNotHaveDuplicates();
    for (int thread = 0; thread < THREADS; thread++) {
      assertThat(
              Rows.select(file, "SELECT sequence FROM change WHERE thread_id = 't" + thread + "'"))
          .as("in order")
          .isEqualTo(numbers());
    }
  }

  /// As a sender does: again and again until there is a 200.
  private void sendUntilAnswered(int port, Sent sent) throws InterruptedException {
    int status = 0;
    while (status != 200) {
      try {
        status = sender.post(port, sent);
      } catch (IOException e) {
        // Nobody listens until the next process does.
        up.get().await();
      }
    }
  }

  private static Sent change(int thread, int number) {
    Sent sent = Sent.thread(number, "send", number, "{}");
    return new Sent(
        sent.id() + "_" + thread,
        sent.operation(),
        number,
        sent.body().replace("\"id\":\"t\"", "\"id\":\"t" + thread + "\""));
  }

  private static List<String> numbers() {
    List<String> numbers = new ArrayList<>();
    for (int number = 1; number <= CHANGES; number++) {
      numbers.add(Integer.toString(number));
    }
    return numbers;
  }

  private Process killed(Process archive, int port, Path file) throws Exception {
    CountDownLatch next = new CountDownLatch(1);
    up.set(next);
    archive.destroyForcibly().waitFor();
    Process restarted = start(port, file);
    next.countDown();
    return restarted;
  }

  private static Process start(int port, Path file) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            ChatArchive.class.getName(),
            Integer.toString(port),
            file.toString());
    command.environment().put("WEFT_SECRET", Sender.SECRET);
    Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output = process.inputReader();
    assertThat(output.readLine()).isEqualTo("listening on " + port);
    return process;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
