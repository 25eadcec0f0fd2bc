package dev.weft.chat.message;

import dev.weft.app.App;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.message.MessageStore.Scan;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// The messages of an hour, as they are now: recalled ones are gone, modified ones as modified.
///
/// Nothing is prepared: message ids carry their time, so an hour is a range of ids. A message
/// belongs to the hour its id was made in.
public final class History {

  /// How long an hour can be had after it is over (vendor: 3 days).
  private static final Duration KEPT = Duration.ofDays(3);

  /// A message of the hour may still be on its way into the store when the hour is over.
  private static final Duration SETTLING = Duration.ofMinutes(1);

  /// Messages looked at in one read of the store. Between reads nothing is held, however slow the
  /// reader is.
  private static final int PAGE = 500;

  private final Transactions transactions;
  private final MessageStore messages;
  private final Clock clock;

  /// Whether there is a history of some hour.
  public enum State {
    READY,
    /// The hour is not over yet, or over for too long.
    UNSTORED,
    /// Nothing was sent, or all of it was recalled.
    EMPTY
  }

  public History(Transactions transactions, MessageStore messages, Clock clock) {
    this.transactions = transactions;
    this.messages = messages;
    this.clock = clock;
  }

  public State state(App app, HistoryHour hour) {
    Instant now = clock.instant();
    if (hour.end().plus(SETTLING).isAfter(now) || !hour.end().plus(KEPT).isAfter(now)) {
      return State.UNSTORED;
    }
    return messages(app, hour).findAny().isPresent() ? State.READY : State.EMPTY;
  }

  /// The messages of the hour in the order of their ids, read as they are asked for.
  public Stream<Message> messages(App app, HistoryHour hour) {
    return Stream.iterate(
            Optional.of(scan(app, hour, Ids.firstAt(hour.start()))),
            Optional::isPresent,
            page -> page.map(Scan::next).map(from -> scan(app, hour, from)))
        .flatMap(page -> page.orElseThrow().found().stream());
  }

  private Scan scan(App app, HistoryHour hour, MessageId from) {
    return transactions.read(
        snapshot -> messages.scan(snapshot, app.id(), from, Ids.firstAt(hour.end()), PAGE));
  }
}
