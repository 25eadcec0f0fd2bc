package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.chat.SteppingClock;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.log.DeliveryFilter;
import dev.weft.delivery.log.DeliveryPage;
import dev.weft.delivery.log.LoggedDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A time in the log is found at once, however much has happened since.
class DeliveryTimesTest extends EachStore {

  private static final long APP = 7;

  private final SteppingClock clock = new SteppingClock();

  private void add(int count, Kind kind, Instant created) {
    run(
        tx -> {
          for (int i = 0; i < count; i++) {
            database
                .deliveries()
                .add(
                    tx,
                    new NewDelivery(
                        APP,
                        new Lane(new RuleId(1), "t"),
                        new CallId("c"),
                        "send",
                        0,
                        "m",
                        Body.of(new byte[] {'{', '}'}),
                        created),
                    kind);
          }
        });
  }

  private DeliveryPage list(Instant since, Instant until) {
    DeliveryFilter filter = new DeliveryFilter(APP, null, null, null, null, null, since, until);
    return read(snapshot -> database.deliveryLog().list(snapshot, filter, null, 100));
  }

  private static List<Long> ids(DeliveryPage page) {
    return page.deliveries().stream().map(LoggedDelivery::id).toList();
  }

  @Test
  void finds_a_far_back_hour_on_the_first_page_and_knows_that_there_is_no_more() {
    add(10, Kind.LIVE, clock.instant());
    clock.step(Duration.ofHours(5));
    Instant since = clock.instant();
    add(3, Kind.LIVE, clock.instant());
    clock.step(Duration.ofHours(5));
    // More than a page looks at.
    add(25_000, Kind.LIVE, clock.instant());

    DeliveryPage page = list(since, since.plus(Duration.ofHours(1)));

    assertThat(ids(page)).containsExactly(13L, 12L, 11L);
    assertThat(page.next()).isNull();
    assertThat(list(since.plus(Duration.ofHours(1)), since.plus(Duration.ofHours(2))))
        .isEqualTo(new DeliveryPage(List.of(), null));
  }

  @Test
  void is_not_misled_by_replays_nor_by_a_clock_that_was_set_back_a_little() {
    Instant longAgo = clock.instant();
    add(5, Kind.LIVE, clock.instant());
    clock.step(Duration.ofHours(5));
    add(500, Kind.REPLAY, longAgo);
    add(2, Kind.LIVE, clock.instant());
    add(2, Kind.LIVE, clock.instant().minusSeconds(30));
    clock.step(Duration.ofHours(5));
    add(500, Kind.REPLAY, longAgo);
    add(5, Kind.LIVE, clock.instant());

    Instant middle = clock.instant().minus(Duration.ofHours(5));
    assertThat(ids(list(middle.minusSeconds(40), middle.plusSeconds(1)))).hasSize(4);
    assertThat(ids(list(middle.minusSeconds(10), middle.plusSeconds(1)))).hasSize(2);
    assertThat(ids(list(clock.instant(), clock.instant().plusSeconds(1)))).hasSize(5);
  }
}
