package dev.weft.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// One callback as the receiver saw it, in the order of their arrival.
///
/// @param id of the message it tells of
/// @param thread index of the message's thread
/// @param at when it was read completely
/// @param status it was answered with; 0 if it is left without an answer
/// @param sequence the callback's number in its thread, if the system gives one, else -1
public record Received(long id, int thread, long at, int status, long sequence) {

  /// Whether the receiver took responsibility for it.
  public boolean acknowledged() {
    return status == 200;
  }

  void write(Journal journal) {
    journal.add(id, thread, at, status, sequence);
  }

  /// Reads what a receiver wrote.
  public static void read(Path file, Consumer<Received> each) throws IOException {
    Journal.read(
        file,
        (id, thread, at, status, sequence) ->
            each.accept(new Received(id, (int) thread, at, (int) status, sequence)));
  }
}
