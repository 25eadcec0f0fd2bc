package dev.weft.pull;

import dev.weft.delivery.RuleId;
import dev.weft.delivery.engine.CallbackHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One reader's way through the callbacks of a rule: each once, none left out, those of a lane in
/// order. Used by one thread.
public final class EventReader implements AutoCloseable {

  /// The longest a reader trusts in being woken. Another node's commits wake nobody here.
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final EventReaders eventReaders;
  private final Object owner;
  private final RuleId rule;
  private final NewEventNotifier.Waiter waiter;
  private long position;
  private boolean over;
  private boolean closed;

  EventReader(
      EventReaders eventReaders,
      Object owner,
      RuleId rule,
      long after,
      NewEventNotifier.Waiter waiter) {
    this.eventReaders = eventReaders;
    this.owner = owner;
    this.rule = rule;
    this.position = after;
    this.waiter = waiter;
  }

  /// The next callbacks, at least one unless `wait` passes before there are any. Zero does not
  /// wait, and answers after one bounded look.
  public List<Event> next(int limit, Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    try {
      while (!isOver()) {
        Optional<PulledRule> now = eventReaders.rules().pulled(rule);
        if (now.isEmpty()) {
          over = true;
          break;
        }
        EventLog.Page page = read(now.get(), limit);
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (!page.deliveries().isEmpty() || !left.isPositive()) {
          return events(page, now.get());
        }
        if (!page.more()) {
          waiter.await(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
        }
      }
    } catch (InterruptedException e) {
      // The server stops.
      Thread.currentThread().interrupt();
      over = true;
    }
    return List.of();
  }

  private EventLog.Page read(PulledRule now, int limit) {
    long after = position;
    long newest = eventReaders.newest();
    EventLog.Page page =
        eventReaders
            .transactions()
            .read(snapshot -> eventReaders.log().read(snapshot, now, after, newest, limit));
    position = page.upTo();
    return page;
  }

  private List<Event> events(EventLog.Page page, PulledRule now) {
    eventReaders.fetched(page.deliveries().size());
    Instant time = eventReaders.clock().instant();
    return page.deliveries().stream()
        .map(delivery -> new Event(delivery, CallbackHeaders.of(delivery, now.signer(), time)))
        .toList();
  }

  /// Up to where everything was answered; a reader that begins after it goes on where this one is.
  public long position() {
    return position;
  }

  /// Whether nothing more will come: the rule was deleted, or the server stops.
  public boolean isOver() {
    return over || eventReaders.isClosed();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      waiter.close();
      eventReaders.readerClosed(owner);
    }
  }
}
