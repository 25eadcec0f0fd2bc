package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The vendor's cloud, on good days and bad ones.
@WeftTest(vendor = true, seed = 7)
class VendorTest {

  private final AppUnderTest app = new AppUnderTest();

  @BeforeEach
  void point_a_rule_at_the_app(Weft weft) {
    app.on(weft);
  }

  @AfterEach
  void close() {
    app.close();
  }

  private static void send(ChatThread thread, int messages) {
    for (int i = 0; i < messages; i++) {
      thread.send("alice", "message " + i);
    }
  }

  private static ChatThread thread(Weft weft) {
    return weft.group("alice").thread("alice", "topic");
  }

  @Test
  void nothing_is_sent_before_the_test_says_so(Weft weft) {
    send(thread(weft), 3);
    weft.awaitDelivered();
    assertThat(app.seen()).isEmpty();

    weft.vendor().deliverAll();

    assertThat(app.counts()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void a_failure_is_retried_once_and_then_dropped(Weft weft) {
    app.answer(500, "");
    send(thread(weft), 1);

    Vendor vendor = weft.vendor().deliverAll();

    assertThat(vendor.attempts()).extracting(VendorAttempt::number).containsExactly(1, 2);
    assertThat(vendor.attempts()).extracting(VendorAttempt::status).containsOnly(500);
    assertThat(vendor.dropped())
        .singleElement()
        .satisfies(one -> assertThat(one.reason()).isEqualTo(Dropped.Reason.FAILED));

    app.answer(200, "");
    assertThat(vendor.resendDropped()).isEqualTo(1);
    assertThat(app.counts()).containsExactly(1L);
    assertThat(vendor.dropped()).isEmpty();
  }

  @Test
  void another_2xx_is_a_failure(Weft weft) {
    app.answer(204, "");
    send(thread(weft), 1);

    assertThat(weft.vendor().deliverAll().dropped()).hasSize(1);
  }

  @Test
  void ninety_failures_ban_the_app_for_five_minutes_and_then_for_ten(Weft weft) {
    Vendor vendor = weft.vendor();
    app.answer(500, "");
    ChatThread thread = thread(weft);
    // Two failures each: the attempt and its retry.
    send(thread, 45);
    vendor.deliverAll();
    assertThat(vendor.bannedUntil()).contains(vendor.now().plus(Duration.ofMinutes(5)));

    send(thread, 1);
    vendor.deliverAll();
    assertThat(vendor.attempts()).hasSize(90);
    assertThat(vendor.dropped().getLast().reason()).isEqualTo(Dropped.Reason.BANNED);

    vendor.advance(Duration.ofMinutes(5));
    assertThat(vendor.bannedUntil()).isEmpty();
    send(thread, 45);
    vendor.deliverAll();
    assertThat(vendor.bannedUntil()).contains(vendor.now().plus(Duration.ofMinutes(10)));
  }

  @Test
  void failures_more_than_thirty_seconds_apart_ban_nobody(Weft weft) {
    Vendor vendor = weft.vendor();
    app.answer(500, "");
    ChatThread thread = thread(weft);

    send(thread, 44);
    vendor.deliverAll().advance(Duration.ofSeconds(31));
    send(thread, 44);
    vendor.deliverAll();

    assertThat(vendor.bannedUntil()).isEmpty();
  }

  @Test
  void an_answer_of_more_than_a_thousand_characters_arrives_and_counts(Weft weft) {
    Vendor vendor = weft.vendor();
    app.answer(200, "x".repeat(1_001));

    send(thread(weft), 90);
    vendor.deliverAll();

    assertThat(app.seen()).hasSize(90);
    assertThat(vendor.dropped()).isEmpty();
    assertThat(vendor.bannedUntil()).isPresent();
  }

  @Test
  void an_answer_of_a_thousand_characters_counts_for_nothing(Weft weft) {
    app.answer(200, "x".repeat(1_000));

    send(thread(weft), 90);

    assertThat(weft.vendor().deliverAll().bannedUntil()).isEmpty();
  }

  @Test
  void an_app_that_is_too_slow_has_failed(Weft weft) {
    CountDownLatch never = new CountDownLatch(1);
    app.answer(
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new AppUnderTest.Answer(500, "");
        });
    Vendor vendor = weft.vendor().faults(Faults.NONE.withAnswerWithin(Duration.ofMillis(200)));
    send(thread(weft), 1);

    vendor.deliverAll();
    never.countDown();

    assertThat(vendor.attempts()).extracting(VendorAttempt::status).containsExactly(0, 0);
    assertThat(vendor.dropped()).hasSize(1);
  }

  @Test
  void a_late_callback_comes_in_its_time(Weft weft) {
    Vendor vendor = weft.vendor().faults(Faults.NONE.withDelays(1, Duration.ofHours(1)));
    send(thread(weft), 40);

    vendor.advance(Duration.ofMinutes(30));
    int early = app.seen().size();
    vendor.advance(Duration.ofMinutes(30));

    assertThat(early).isBetween(1, 39);
    assertThat(app.counts())
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
    assertThat(app.counts()).isNotEqualTo(app.counts().stream().sorted().toList());
  }

  @Test
  void a_lost_callback_never_comes(Weft weft) {
    Vendor vendor = weft.vendor().faults(Faults.NONE.withLoss(0.5));
    send(thread(weft), 40);

    vendor.deliverAll();

    assertThat(app.seen()).hasSizeBetween(1, 39);
    assertThat(vendor.dropped())
        .hasSize(40 - app.seen().size())
        .allMatch(one -> one.reason() == Dropped.Reason.LOST);
  }

  @Test
  void a_bad_day_repeats_and_overtakes_but_loses_nothing(Weft weft) {
    Vendor vendor = weft.vendor().faults(Faults.BAD_DAY);
    send(thread(weft), 60);

    vendor.deliverAll();

    List<Long> counts = app.counts();
    assertThat(new HashSet<>(counts)).hasSize(60);
    assertThat(counts).hasSizeGreaterThan(60);
    assertThat(counts).isNotEqualTo(counts.stream().sorted().toList());
  }

  @Nested
  class TheSameSeed {

    private List<Long> day(Weft weft) {
      AppUnderTest own = new AppUnderTest();
      try (own) {
        own.on(weft);
        weft.vendor().faults(Faults.BAD_DAY);
        ChatThread one = thread(weft);
        ChatThread two = thread(weft);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          messages.add((i % 3 == 0 ? one : two).send("alice", "message " + i));
        }
        messages.get(5).recall();
        weft.vendor().deliverAll();
        return own.counts();
      }
    }

    private static List<Long> before = List.of();

    private void compare(Weft weft) {
      List<Long> today = day(weft);
      assertThat(today).hasSizeGreaterThanOrEqualTo(21);
      if (before.isEmpty()) {
        before = today;
      } else {
        assertThat(today).isEqualTo(before);
      }
    }

    @Test
    void is_the_same_day_on_one_app(Weft weft) {
      compare(weft);
    }

    @Test
    void and_on_another(Weft weft) {
      compare(weft);
    }
  }

  @Test
  void faults_are_checked_when_they_are_said() {
    assertThatThrownBy(() -> Faults.NONE.withLoss(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lose must be 0 to 1, not 1.5");
  }
}
