package dev.weft.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// One message as the load generator saw it. Times are of `System.nanoTime`, which is the same
/// clock in every process of one Linux machine.
///
/// @param id of the message
/// @param thread index of its thread
/// @param due when it should have been sent; its own sending time where there is no schedule
/// @param sent when it was sent
/// @param answered when the answer came: by then it is committed
/// @param status of the answer, 0 if the connection broke
public record Sent(long id, int thread, long due, long sent, long answered, int status) {

  private static final int STATUS_BITS = 16;

  /// Whether the system has promised to deliver it.
  public boolean accepted() {
    return status == 200;
  }

  void write(Journal journal) {
    journal.add(id, ((long) thread << STATUS_BITS) | status, due, sent, answered);
  }

  /// Reads what a generator wrote.
  public static void read(Path file, Consumer<Sent> each) throws IOException {
    Journal.read(
        file,
        (id, packed, due, sent, answered) ->
            each.accept(
                new Sent(
                    id,
                    (int) (packed >> STATUS_BITS),
                    due,
                    sent,
                    answered,
                    (int) (packed & ((1 << STATUS_BITS) - 1)))));
  }
}
