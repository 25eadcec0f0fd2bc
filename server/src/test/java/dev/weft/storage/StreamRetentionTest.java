package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.chat.stream.StreamProgress;
import dev.weft.chat.stream.StreamRetention;
import dev.weft.chat.stream.StreamState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// What is known of streams goes a day after their end, and no open one goes.
class StreamRetentionTest extends EachStore {

  @Test
  void streams_that_ended_a_day_ago_are_forgotten() {
    AppId app = makeApp("app");
    insert(app, 1, NOW.minus(Duration.ofDays(1)).minusMillis(1), StreamState.FINISHED);
    insert(app, 2, NOW.minus(Duration.ofDays(1)), StreamState.FINISHED);
    insert(app, 3, NOW.minus(Duration.ofDays(2)), StreamState.OPEN);

    boolean more =
        new StreamRetention(
                database.transactions(), database.streams(), Clock.fixed(NOW, ZoneOffset.UTC))
            .step();

    assertThat(more).isFalse();
    assertThat(isKnown(1)).isFalse();
    assertThat(isKnown(2)).isTrue();
    assertThat(isKnown(3)).isTrue();
  }

  private void insert(AppId app, long id, Instant changed, StreamState state) {
    StreamProgress stream =
        new StreamProgress(
            new MessageId(id),
            app,
            new UserId("bot"),
            "ann",
            false,
            "text",
            true,
            1,
            1,
            1,
            changed,
            changed,
            state);
    run(tx -> database.streams().insert(tx, stream));
  }

  private boolean isKnown(long id) {
    return call(tx -> database.streams().findForUpdate(tx, new MessageId(id)).isPresent());
  }
}
