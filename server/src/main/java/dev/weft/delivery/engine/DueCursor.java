package dev.weft.delivery.engine;

import dev.weft.delivery.LaneHead;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far the retries that fall due in the store have been read: each due time is passed once.
public final class DueCursor {

  private static final long LAST_ID = Long.MAX_VALUE;

  private Instant after;
  private long afterId;

  public DueCursor(Instant after) {
    this.after = after;
  }

  /// All due times up to and with this one have been read, with it the rows up to [#afterId].
  public Instant after() {
    return after;
  }

  public long afterId() {
    return afterId;
  }

  /// Nothing is to be found up to `until`.
  public void skip(Instant until) {
    after = until;
    afterId = LAST_ID;
  }

  /// Takes what was read up to `until`, of at most `limit` rows. True if there may be more.
  public boolean advance(List<LaneHead> heads, Instant until, int limit) {
    if (heads.size() < limit) {
      skip(until);
      return false;
    }
    LaneHead last = heads.getLast();
    @Nullable Instant due = last.nextAttempt();
    after = due == null ? until : due;
    afterId = last.id();
    return true;
  }
}
