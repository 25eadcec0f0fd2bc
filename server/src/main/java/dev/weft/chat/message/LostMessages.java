package dev.weft.chat.message;

import dev.weft.app.AppId;
import dev.weft.chat.MessageId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers for a while which messages went nowhere, because the group or thread they were sent to
/// is not there: the vendor answers such a call with 200 and an id. In the memory of this node.
/// Thread-safe.
public final class LostMessages {

  private static final Duration REMEMBERED = Duration.ofHours(1);

  private static final int MOST = 10_000;

  /// As much of a target as is kept: ids have 19 digits at most.
  private static final int MAX_TARGET = 40;

  private static final Logger log = LoggerFactory.getLogger(LostMessages.class);

  private final Clock clock;
  private final Map<Key, Lost> lost =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Lost> eldest) {
          return size() > MOST;
        }
      };

  private record Key(AppId app, MessageId message) {}

  /// A message that went nowhere.
  ///
  /// @param target the id it was sent to, as the caller wrote it
  public record Lost(String target, Instant at) {}

  public LostMessages(Clock clock) {
    this.clock = clock;
  }

  void note(AppId app, MessageId message, String asWritten) {
    String target = asWritten.substring(0, Math.min(asWritten.length(), MAX_TARGET));
    target = target.replaceAll("[^ -~]", "?");
    log.debug("message went nowhere msg={} target={}", message, target);
    synchronized (lost) {
      lost.put(new Key(app, message), new Lost(target, clock.instant()));
    }
  }

  /// What is remembered of a message that went nowhere.
  public Optional<Lost> find(AppId app, MessageId message) {
    synchronized (lost) {
      @Nullable Lost found = lost.get(new Key(app, message));
      return Optional.ofNullable(found)
          .filter(known -> known.at().plus(REMEMBERED).isAfter(clock.instant()));
    }
  }
}
