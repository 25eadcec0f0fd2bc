package dev.weft.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.loop.FairPlaces.Entry;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// One owner never has all places, and those who wait for one take turns.
class FairPlacesTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(1);

  private static FutureTask<Entry> waiting(FairPlaces places, String owner) {
    int before = places.waiting();
    FutureTask<Entry> entry = new FutureTask<>(() -> places.enter(owner, LONG));
    Thread _ = Thread.ofVirtual().start(entry);
    await().until(() -> places.waiting() > before);
    return entry;
  }

  @Test
  void one_owner_leaves_a_place_to_others() throws InterruptedException {
    FairPlaces places = new FairPlaces(4, 10);
    for (int i = 0; i < 3; i++) {
      assertThat(places.enter("a", SHORT)).isEqualTo(Entry.TAKEN);
    }

    assertThat(places.enter("a", SHORT)).isEqualTo(Entry.LATE);
    assertThat(places.enter("b", SHORT)).isEqualTo(Entry.TAKEN);
    assertThat(places.enter("c", SHORT)).isEqualTo(Entry.LATE);
  }

  @Test
  void owners_that_wait_take_turns() throws Exception {
    FairPlaces places = new FairPlaces(1, 10);
    assertThat(places.enter("a", SHORT)).isEqualTo(Entry.TAKEN);
    FutureTask<Entry> second = waiting(places, "a");
    FutureTask<Entry> third = waiting(places, "a");
    FutureTask<Entry> other = waiting(places, "b");

    places.leave("a");
    assertThat(second.get()).isEqualTo(Entry.TAKEN);
    places.leave("a");
    assertThat(other.get()).isEqualTo(Entry.TAKEN);
    assertThat(third.isDone()).isFalse();
    places.leave("b");
    assertThat(third.get()).isEqualTo(Entry.TAKEN);
  }

  @Test
  void of_too_many_that_wait_those_of_the_owner_with_most_are_refused() throws Exception {
    FairPlaces places = new FairPlaces(1, 2);
    assertThat(places.enter("a", SHORT)).isEqualTo(Entry.TAKEN);
    FutureTask<Entry> second = waiting(places, "a");
    FutureTask<Entry> third = waiting(places, "a");

    assertThat(places.enter("a", LONG)).isEqualTo(Entry.CROWDED);
    FutureTask<Entry> other = new FutureTask<>(() -> places.enter("b", LONG));
    Thread _ = Thread.ofVirtual().start(other);

    assertThat(third.get()).isEqualTo(Entry.CROWDED);
    places.leave("a");
    assertThat(second.get()).isEqualTo(Entry.TAKEN);
    places.leave("a");
    assertThat(other.get()).isEqualTo(Entry.TAKEN);
  }

  @Test
  void who_is_interrupted_takes_no_place() throws Exception {
    FairPlaces places = new FairPlaces(1, 2);
    assertThat(places.enter("a", SHORT)).isEqualTo(Entry.TAKEN);
    Thread waits =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Entry entry = places.enter("b", LONG);
                    throw new IllegalStateException("was given " + entry);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    await().until(() -> places.waiting() == 1);

    waits.interrupt();
    waits.join();

    assertThat(places.waiting()).isZero();
    places.leave("a");
    assertThat(places.enter("c", SHORT)).isEqualTo(Entry.TAKEN);
  }
}
