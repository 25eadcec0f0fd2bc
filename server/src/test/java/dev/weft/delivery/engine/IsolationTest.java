package dev.weft.delivery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.delivery.DeliveryListener;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.NewDelivery;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Of many endpoints one in ten hangs and one in a hundred drips: the others do not notice.
@Timeout(180)
class IsolationTest {

  private static final int RULES = 200;
  private static final int CONVERSATIONS = 8;
  private static final int ATTEMPTS_PER_RULE = 4;
  private static final int CALLBACKS = 3;

  /// Nothing that hangs ends before the test does.
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger ended = new AtomicInteger();

  @Test
  void healthy_endpoints_get_all_of_theirs_while_the_bad_ones_hang() {
    DeliverySettings settings =
        new DeliverySettings(4_096, ATTEMPTS_PER_RULE, 65_536, 4_096, 64, 64L << 20);
    try (AppServer app = new AppServer(this::answer);
        DeliveryFixture fixture =
            new DeliveryFixture(
                folder.resolve("weft.db"), settings, DEADLINE, DeliveryListener.NONE)) {
      for (int rule = 1; rule <= RULES; rule++) {
        fixture.rule(rule, app.url(), DeliveryFixture.retrying(60_000));
      }
      fixture.dispatcher.start();
      List<Integer> bad =
          IntStream.rangeClosed(1, RULES).filter(IsolationTest::isBad).boxed().toList();
      fixture.addAll(callbacks(bad));
      int hanging = bad.size() * ATTEMPTS_PER_RULE;
      await().until(() -> app.received.size() == hanging);

      List<Integer> healthy =
          IntStream.rangeClosed(1, RULES).filter(rule -> !isBad(rule)).boxed().toList();
      List<NewDelivery> good = callbacks(healthy);
      fixture.addAll(good);
      await().until(() -> app.received.size() == hanging + good.size());

      assertThat(ended).as("attempts at bad endpoints that have ended").hasValue(0);
      Map<Integer, Long> perRule =
          app.bodies().stream()
              .collect(Collectors.groupingBy(IsolationTest::ruleOf, Collectors.counting()));
      assertThat(bad)
          .allSatisfy(rule -> assertThat(perRule).containsEntry(rule, (long) ATTEMPTS_PER_RULE));
      end.countDown();
      fixture.close(Duration.ZERO);
    }
  }

  private static List<NewDelivery> callbacks(List<Integer> rules) {
    List<NewDelivery> callbacks = new ArrayList<>();
    for (int number = 0; number < CALLBACKS; number++) {
      for (int rule : rules) {
        for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
          callbacks.add(DeliveryFixture.callback(rule, "t" + conversation, number));
        }
      }
    }
    return callbacks;
  }

  private static boolean isBad(int rule) {
    return rule % 10 == 0 || drips(rule);
  }

  private static boolean drips(int rule) {
    return rule % 100 == 1;
  }

  private static int ruleOf(String body) {
    return Integer.parseInt(body.substring(0, body.indexOf('/')));
  }

  private void answer(AppServer.Received callback, OutputStream out)
      throws IOException, InterruptedException {
    int rule = ruleOf(callback.body());
    try {
      if (drips(rule)) {
        drip(out);
      } else if (isBad(rule)) {
        end.await();
      } else {
        AppServer.respond(out, 200, "");
      }
    } finally {
      if (isBad(rule)) {
        ended.incrementAndGet();
      }
    }
  }

  private void drip(OutputStream out) throws IOException, InterruptedException {
    out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    do {
      out.write('x');
      out.flush();
    } while (!end.await(1, TimeUnit.SECONDS));
  }
}
