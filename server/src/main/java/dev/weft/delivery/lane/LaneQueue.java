package dev.weft.delivery.lane;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Lane;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A lane in memory: what it may do next and the head of what it has to deliver.
///
/// The rows here are a prefix of the lane's undelivered rows in the store, without a gap. When the
/// lane is [#behind], the store may hold more after them; then fresh rows are left to the store,
/// where they are already durable, until this lane has read up to them.
public final class LaneQueue extends TimerQueue.Timed {

  /// What the lane is doing.
  enum Phase {
    /// It waits for a permit to attempt.
    READY,
    /// An attempt is in flight, or ended and not yet durable.
    RUNNING,
    /// Its head is put off until a time.
    WAITING,
    /// It was taken out of memory. Whoever still holds it, drops it.
    GONE
  }

  private static final long NOTHING_SEEN = -1;

  private final Lane lane;
  private final OwnerLanes owner;
  private final int partition;
  private final long epoch;
  private final ArrayDeque<Delivery> rows = new ArrayDeque<>(2);
  private long lastSeen = NOTHING_SEEN;
  private boolean behind;
  private boolean missed;
  private Phase phase = Phase.READY;
  private boolean permitted;
  private boolean early;
  private int earlyFailures;
  private Instant earlyFrom = Instant.MIN;

  /// Where the newest attempt goes, or went; null before the first.
  private @Nullable URI attempted;

  /// @param number tells apart what waits for the same time
  /// @param epoch in which this node holds the lane's partition
  LaneQueue(long number, Lane lane, OwnerLanes owner, long epoch, boolean behind) {
    super(number);
    this.lane = lane;
    this.owner = owner;
    this.partition = lane.partition();
    this.epoch = epoch;
    this.behind = behind;
  }

  public Lane lane() {
    return lane;
  }

  public int partition() {
    return partition;
  }

  /// What is here was true in this epoch, and in no other.
  public long epoch() {
    return epoch;
  }

  OwnerLanes owner() {
    return owner;
  }

  Phase phase() {
    return phase;
  }

  void become(Phase next) {
    phase = next;
  }

  /// Its head may be attempted before its time, once.
  void bringForward() {
    early = true;
  }

  /// Whether its head may be attempted before its time. That holds for one attempt.
  boolean takeEarly() {
    boolean may = early;
    early = false;
    return may;
  }

  /// How often it was attempted early without success while its endpoint worked.
  int earlyFailures() {
    return earlyFailures;
  }

  void failedEarly() {
    earlyFailures++;
  }

  /// Not before then is it brought forward.
  Instant earlyFrom() {
    return earlyFrom;
  }

  void becomeEarlyFrom(Instant moment) {
    earlyFrom = moment;
  }

  /// A turn has begun: it holds a permit to attempt.
  void takePermit() {
    permitted = true;
  }

  /// The turn gives its permit back; false if it has done so before.
  boolean returnPermit() {
    boolean held = permitted;
    permitted = false;
    return held;
  }

  void attemptAt(URI url) {
    attempted = url;
  }

  /// True if the owner has got another URL since the newest attempt began: what the old one says is
  /// not true of the new one.
  boolean wentElsewhere() {
    @Nullable Endpoint now = owner.endpoint().now();
    return now != null && !now.url().equals(attempted);
  }

  /// The next to deliver; null if it has to be read from the store, or there is none.
  @Nullable Delivery head() {
    return rows.peekFirst();
  }

  /// Id of the newest row this lane has ever held.
  long lastSeen() {
    return lastSeen;
  }

  int size() {
    return rows.size();
  }

  /// True if the store may hold more than is here.
  boolean behind() {
    return behind;
  }

  void fallBehind() {
    behind = true;
    missed = true;
  }

  void append(Delivery delivery) {
    rows.addLast(delivery);
    lastSeen = delivery.id();
  }

  /// Called before the store is read: what is handed over from now on may be missing in what the
  /// reading returns.
  void beginReading() {
    missed = false;
  }

  /// Takes what the store returned for `limit` rows.
  void endReading(List<Delivery> read, int limit) {
    read.forEach(this::append);
    behind = missed || read.size() >= limit;
  }

  /// The head is settled for good.
  Delivery removeHead() {
    earlyFailures = 0;
    return rows.removeFirst();
  }

  /// The head stays, one attempt later.
  void replaceHead(Delivery head) {
    rows.removeFirst();
    rows.addFirst(head);
  }

  /// Lets go of all rows; they are read again when their turn comes.
  void forgetRows() {
    rows.clear();
    lastSeen = NOTHING_SEEN;
    behind = true;
    missed = true;
  }

  /// Bytes of memory that the bodies here occupy.
  long bytes() {
    long sum = 0;
    for (Delivery delivery : rows) {
      sum += delivery.body().utf8().length;
    }
    return sum;
  }
}
