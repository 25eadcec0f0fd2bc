package dev.weft.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Tokens carry their own proof.
class TokensTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final byte[] KEY = "k".repeat(32).getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OTHER_KEY = "o".repeat(32).getBytes(StandardCharsets.US_ASCII);
  private static final AppId APP = new AppId(7);
  private static final App WHOLE =
      new App(APP, new AppKey("org", "app"), new UUID(0, 1), "id", "hash", NOW);

  private final Tokens tokens = at(NOW);

  @Test
  void a_token_outlives_a_restart_and_its_twelve_hours() {
    String token = tokens.issueForApp(WHOLE, Duration.ofDays(1));

    assertThat(at(NOW.plus(Duration.ofHours(13))).read(token)).isEqualTo(of(Duration.ofDays(1)));
  }

  private static Bearer.OfApp of(Duration life) {
    return new Bearer.OfApp(APP, 0, NOW.plus(life).toEpochMilli());
  }

  @Test
  void a_token_ends_at_its_time_and_one_without_a_time_after_the_longest_life() {
    String brief = tokens.issueForApp(WHOLE, Duration.ofSeconds(10));
    String endless = tokens.issueForApp(WHOLE, Duration.ZERO);
    Tokens later = at(NOW.plusSeconds(10));

    assertThat(at(NOW.plusSeconds(9)).read(brief)).isEqualTo(of(Duration.ofSeconds(10)));
    assertThat(later.read(brief)).isEqualTo(new Bearer.Expired());
    Instant end = NOW.plus(Tokens.LONGEST);
    assertThat(at(end.minusMillis(1)).read(endless)).isEqualTo(of(Tokens.LONGEST));
    assertThat(at(end).read(endless)).isEqualTo(new Bearer.Expired());
    String longer = tokens.issueForApp(WHOLE, Tokens.LONGEST.multipliedBy(9));
    assertThat(at(end).read(longer)).isEqualTo(new Bearer.Expired());
  }

  @Test
  void a_token_that_was_read_before_ends_at_its_time_all_the_same() {
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    InstantSource clock = now::get;
    Tokens remembering = new Tokens(KEY, clock.withZone(ZoneOffset.UTC));
    String brief = remembering.issueForUser(APP, "user1", Duration.ofSeconds(10));

    Bearer user = new Bearer.OfUser(APP, "user1", NOW, NOW.plusSeconds(10).toEpochMilli());

    assertThat(remembering.read(brief)).isEqualTo(user);
    assertThat(remembering.read(brief)).isEqualTo(user);
    now.set(NOW.plusSeconds(10));
    assertThat(remembering.read(brief)).isEqualTo(new Bearer.Expired());
  }

  @Test
  void a_users_token_names_the_user() {
    String token = tokens.issueForUser(APP, "user1", Duration.ofDays(1));

    assertThat(tokens.read(token))
        .isEqualTo(
            new Bearer.OfUser(APP, "user1", NOW, NOW.plus(Duration.ofDays(1)).toEpochMilli()));
  }

  @Test
  void a_token_of_another_installation_or_with_a_changed_letter_is_unknown() {
    String foreign =
        new Tokens(OTHER_KEY, Clock.fixed(NOW, ZoneOffset.UTC))
            .issueForApp(WHOLE, Duration.ofDays(1));
    String own = tokens.issueForApp(WHOLE, Duration.ofDays(1));
    String changed = own.substring(0, 12) + (own.charAt(12) == 'A' ? 'B' : 'A') + own.substring(13);

    assertThat(tokens.read(foreign)).isEqualTo(new Bearer.Unknown());
    assertThat(tokens.read(changed)).isEqualTo(new Bearer.Unknown());
  }

  @Test
  void what_has_not_the_form_of_a_token_is_corrupt() {
    for (String text : new String[] {"", "x", "YWMt", "YWMt????", "YWMtTEST-APP-TOKEN"}) {
      assertThat(tokens.read(text)).as(text).isEqualTo(new Bearer.Corrupt());
    }
  }

  private static Tokens at(Instant now) {
    return new Tokens(KEY, Clock.fixed(now, ZoneOffset.UTC));
  }
}
