package dev.weft.delivery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.DeliveryListener;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.RetryPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is thrown inside delivery, it goes on, in order, or the server is not ready.
@Tag("slow")
@Timeout(180)
class SurvivalTest {

  private static final RetryPolicy PATIENT = DeliveryFixture.retrying(20, 20, 20, 20, 20, 20);

  /// So small that every path over the store is walked.
  private static final DeliverySettings SMALL = new DeliverySettings(4, 4, 8, 8, 2, 4_096);

  private final Faults faults = new Faults();

  @TempDir Path folder;

  private DeliveryFixture fixture(DeliveryListener listener) {
    Clock clock = faults.over(Clock.systemUTC(), "weft-delivery-timer");
    return new DeliveryFixture(
        folder.resolve("weft.db"), SMALL, DeliveryFixture.DEADLINE, listener, clock, faults);
  }

  static Stream<Arguments> everyPlaceAndKind() {
    List<String> places =
        List.of(
            "settle", "settleDelivered", "pending", "lanes", "due", "send", "weft-delivery-timer");
    List<Supplier<Throwable>> kinds =
        List.of(
            () -> new IllegalStateException("broken"),
            StackOverflowError::new,
            () -> new OutOfMemoryError("pretended"));
    return places.stream().flatMap(place -> kinds.stream().map(kind -> Arguments.of(place, kind)));
  }

  /// Every third attempt fails first, so that there are retries, and more lanes than fit.
  @ParameterizedTest
  @MethodSource("everyPlaceAndKind")
  void delivers_everything_in_order_after_what_is_thrown(String place, Supplier<Throwable> what) {
    AtomicInteger count = new AtomicInteger();
    try (AppServer app =
            new AppServer(
                (_, out) ->
                    AppServer.respond(out, count.incrementAndGet() % 3 == 0 ? 500 : 200, ""));
        DeliveryFixture fixture = fixture(DeliveryListener.NONE)) {
      fixture.rule(1, app.url(), PATIENT);
      fixture.dispatcher.start();
      faults.inject(place, 2, what);
      for (int number = 0; number < 3; number++) {
        int next = number;
        fixture.addAll(
            IntStream.range(0, 30)
                .mapToObj(t -> DeliveryFixture.callback(1, "t" + t, next))
                .toList());
      }
      await().until(() -> fixture.backlog() == 0);

      for (int t = 0; t < 30; t++) {
        String lane = "1/t" + t + "/";
        assertThat(app.bodies().stream().filter(body -> body.startsWith(lane)).distinct())
            .containsExactly(lane + 0, lane + 1, lane + 2);
      }
      assertThat(fixture.dispatcher.attemptsInFlight()).isZero();
      assertThat(fixture.loops.trouble()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("everyPlaceAndKind")
  void is_not_ready_or_goes_on_for_others_while_it_is_thrown_again_and_again(
      String place, Supplier<Throwable> what) {
    try (AppServer app = AppServer.willing();
        DeliveryFixture fixture = fixture(DeliveryListener.NONE)) {
      fixture.rule(1, app.url(), PATIENT);
      fixture.dispatcher.start();
      faults.inject(place, Integer.MAX_VALUE, what);
      fixture.addAll(
          IntStream.range(0, 30).mapToObj(t -> DeliveryFixture.callback(1, "t" + t, 0)).toList());
      await()
          .until(
              () -> {
                fixture.skew.addAndGet(Duration.ofSeconds(40).toNanos());
                return fixture.backlog() == 0
                    || fixture.loops.trouble().isPresent()
                    || faults.left(place) < Integer.MAX_VALUE - 3;
              });
      faults.heal();
      await().until(() -> fixture.backlog() == 0);
      await().until(() -> fixture.loops.trouble().isEmpty());
    }
  }

  @Test
  void is_not_ready_while_nothing_can_be_settled() {
    try (AppServer app = AppServer.willing();
        DeliveryFixture fixture = fixture(DeliveryListener.NONE)) {
      fixture.rule(1, app.url(), PATIENT);
      fixture.dispatcher.start();
      faults.inject("settleDelivered", Integer.MAX_VALUE, StackOverflowError::new);
      fixture.add(DeliveryFixture.callback(1, "t", 0));
      fixture.skew.set(Duration.ofMinutes(1).toNanos());
      await()
          .until(() -> fixture.loops.trouble().filter(why -> why.contains("settler")).isPresent());
      faults.heal();
      await().until(() -> fixture.loops.trouble().isEmpty());
      await().until(() -> fixture.backlog() == 0);
    }
  }

  @Test
  void is_disturbed_by_no_listener() {
    DeliveryListener broken =
        new DeliveryListener() {
          @Override
          public void settled(Attempt attempt) {
            throw new StackOverflowError();
          }
        };
    try (AppServer app = AppServer.willing();
        DeliveryFixture fixture = fixture(broken)) {
      fixture.rule(1, app.url(), PATIENT);
      fixture.dispatcher.start();
      for (int number = 0; number < 20; number++) {
        fixture.add(DeliveryFixture.callback(1, "t" + number % 2, number));
      }
      await().until(() -> fixture.backlog() == 0);
    }
  }
}
