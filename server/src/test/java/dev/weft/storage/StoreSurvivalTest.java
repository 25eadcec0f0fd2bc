package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.loop.Loops;
import dev.weft.trace.Tracer;
import dev.weft.tx.CommitListener;
import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Transactions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is thrown on the writer's own thread, no caller waits for ever and the next is served.
@Timeout(180)
class StoreSurvivalTest {

  @TempDir Path folder;

  static Stream<Supplier<Error>> everyKind() {
    return Stream.of(
        StackOverflowError::new,
        () -> new OutOfMemoryError("pretended"),
        () -> new NoClassDefFoundError("gone"));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void a_writer_goes_on_after_what_was_thrown_behind_the_work(Supplier<Error> what) {
    AtomicInteger left = new AtomicInteger(1);
    AtomicInteger failures = new AtomicInteger();
    CommitListener broken =
        new CommitListener() {
          @Override
          public void committed(int units, Duration waited, Duration took) {
            if (left.getAndDecrement() > 0) {
              throw what.get();
            }
          }

          @Override
          public void failed(int units) {}
        };
    Loops loops = new Loops(_ -> failures.incrementAndGet());
    try (Database database =
        Database.sqlite(folder.resolve("weft.db"), broken, loops, Tracer.NONE)) {
      Transactions transactions = database.transactions();
      assertThatThrownBy(() -> transactions.call(_ -> 1)).isInstanceOf(StoreFailedException.class);
      assertThat(transactions.<Integer>call(_ -> 2)).isEqualTo(2);
      assertThat(failures).hasValue(1);
      assertThat(loops.trouble()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void a_writer_goes_on_after_what_the_work_throws(Supplier<Error> what) {
    try (Database database =
        Database.sqlite(folder.resolve("weft.db"), CommitListener.NONE, new Loops(), Tracer.NONE)) {
      Transactions transactions = database.transactions();
      Error error = what.get();
      assertThatThrownBy(
              () ->
                  transactions.call(
                      _ -> {
                        throw error;
                      }))
          .isSameAs(error);
      assertThat(transactions.<Integer>call(_ -> 2)).isEqualTo(2);
    }
  }
}
