package dev.weft.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Names whose servers never answer keep nobody else's from being looked up.
@Timeout(180)
class SystemResolverTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(5);
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("93.184.215.14");

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  private InetAddress[] lookUp(String host) throws UnknownHostException {
    asked.incrementAndGet();
    if (host.startsWith("hanging")) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (host.startsWith("unknown")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {ADDRESS};
  }

  @Test
  void a_hundred_hanging_names_of_one_app_leave_the_others_alone() throws Exception {
    try (SystemResolver resolver = new SystemResolver(this::lookUp)) {
      int notMade = 0;
      for (int rule = 0; rule < 100; rule++) {
        try {
          resolver.resolve("hanging" + rule, SHORT, new LookUpShare(1, rule));
        } catch (LookUpNotMadeException e) {
          notMade++;
        } catch (UnknownHostException e) {
          assertThat(e).hasMessageContaining("in time");
        }
      }
      assertThat(notMade).isEqualTo(92);
      assertThat(asked).hasValue(8);
      long begun = System.nanoTime();
      assertThat(resolver.resolve("well.example", LONG, new LookUpShare(2, 1)))
          .containsExactly(ADDRESS);
      assertThat(resolver.resolve("rule.example", LONG)).containsExactly(ADDRESS);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG.dividedBy(2));
      end.countDown();
    }
  }

  @Test
  void a_rule_has_two_look_ups_at_once() {
    LookUpShare share = new LookUpShare(1, 1);
    try (SystemResolver resolver = new SystemResolver(this::lookUp)) {
      for (int i = 0; i < 2; i++) {
        String host = "hanging" + i;
        assertThatThrownBy(() -> resolver.resolve(host, SHORT, share))
            .isNotInstanceOf(LookUpNotMadeException.class);
      }
      assertThatThrownBy(() -> resolver.resolve("well.example", LONG, share))
          .isInstanceOf(LookUpNotMadeException.class);
      end.countDown();
      await()
          .untilAsserted(
              () ->
                  assertThat(resolver.resolve("well.example", LONG, share))
                      .isEqualTo(List.of(ADDRESS)));
    }
  }

  @Test
  void an_answer_is_kept_for_a_while_and_a_name_that_is_gone_is_not() throws Exception {
    try (SystemResolver resolver = new SystemResolver(this::lookUp)) {
      for (int i = 0; i < 10; i++) {
        assertThat(resolver.resolve("well.example", LONG)).containsExactly(ADDRESS);
      }
      assertThat(asked).hasValue(1);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> resolver.resolve("unknown.example", LONG))
            .isInstanceOf(UnknownHostException.class)
            .hasMessageContaining("not known");
      }
      assertThat(asked).hasValue(4);
    }
  }

  @Test
  void names_that_were_slow_take_no_more_than_half() {
    LookUpShares shares = new LookUpShares(8);
    LookUpShares.Permit first = shares.begin("slow", null);
    assertThat(first).isNotNull();
    shares.end(new LookUpShares.Permit("slow", null, false, System.nanoTime() - 2_000_000_000L));
    for (int i = 0; i < 4; i++) {
      assertThat(shares.begin("slow", null)).isNotNull();
    }
    assertThat(shares.begin("slow", null)).isNull();
    assertThat(shares.begin("quick", null)).isNotNull();
  }
}
