package dev.weft.gateway.device;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far one device has come in one conversation: pure, by one thread at a time. Whoever calls
/// does what it answers.
///
/// Entries go out from memory as they happen while nothing is missing before them, and from the
/// store otherwise. Never more than [#MAX_IN_FLIGHT] wait for the client's confirmation.
///
/// Coalescing: while a client has [#MAX_FRAMES] to confirm, what happens is kept and goes out with
/// its next confirmation, in one frame. A client or a network that is slower than the conversation
/// gets fewer and larger frames; who keeps up gets each entry at once.
///
/// @param <E> what is kept of an entry that goes out later
public final class QueueState<E> {

  /// Entries sent and not confirmed. An SDK forgets an id after 100 others: what is sent again
  /// after a crash must be fewer.
  public static final int MAX_IN_FLIGHT = 40;

  /// Frames sent and not confirmed, after which entries are kept for one frame together.
  public static final int MAX_FRAMES = 16;

  /// What is to be done now.
  public enum Next {
    NOTHING,

    /// Send what is [kept][#kept], then call [#pushed].
    PUSH,

    /// Read from the store what comes after [#sent], then call [#read].
    READ,

    /// Tell the client that there is no more.
    END
  }

  private long sent;
  private long acked;
  private long head;

  /// The client pulls, and waits for the end.
  private boolean syncing;

  /// The store is being read.
  private boolean reading;

  /// [#head] when the present read began.
  private long headAtRead;

  /// Nothing goes out until [#goesOn].
  private boolean waiting;

  /// Entries up to here have waited, and go out.
  private long waited;

  /// What comes right after [#sent], up to [#keptTo].
  private final List<E> kept = new ArrayList<>(0);

  private long keptTo;

  private final ArrayDeque<Batch> inFlight = new ArrayDeque<>(2);

  private int entriesInFlight;

  /// Something sent and not confirmed.
  private record Batch(long key, int entries) {}

  /// @param from everything after this is for the device
  /// @param head the last position there is
  public QueueState(long from, long head) {
    this.sent = from;
    this.acked = from;
    this.keptTo = from;
    this.head = Math.max(from, head);
  }

  /// Everything up to here was sent, or is not for the device.
  public long sent() {
    return sent;
  }

  /// Everything up to here need not be sent again.
  public long confirmed() {
    return inFlight.isEmpty() ? sent : acked;
  }

  public boolean isBehind() {
    return syncing || sent < head;
  }

  /// How many entries may be sent now.
  public int room() {
    return MAX_IN_FLIGHT - entriesInFlight;
  }

  /// An entry has become durable.
  ///
  /// @param previous the position before it
  /// @param entry what may be kept of it; null if only its position is known
  public Next appended(long previous, long position, @Nullable E entry) {
    if (position <= head) {
      return Next.NOTHING;
    }
    boolean wasLevel = sent == head;
    head = position;
    if (syncing || reading || waiting || room() == 0) {
      return Next.NOTHING;
    }
    if (entry == null || previous > keptTo) {
      // Something lies between: it is read now, or after what goes out before it.
      return wasLevel ? startRead() : Next.NOTHING;
    }
    if (kept.size() < room()) {
      kept.add(entry);
      keptTo = position;
    }
    return push();
  }

  private Next push() {
    return inFlight.size() < MAX_FRAMES ? Next.PUSH : Next.NOTHING;
  }

  /// Entries that go out next in one frame, in order: now or with a confirmation of the client.
  public List<E> kept() {
    return Collections.unmodifiableList(kept);
  }

  private void keepNothing() {
    kept.clear();
    keptTo = sent;
  }

  /// What was [kept][#kept] has been sent.
  ///
  /// @param position the last of it; less than all of it if an entry after it [waits][#waits]
  /// @param entries how many of them were for the device
  public Next pushed(long position, int entries) {
    went(position, entries);
    return inFlight.isEmpty() ? goOn() : Next.NOTHING;
  }

  private Next startRead() {
    keepNothing();
    reading = true;
    headAtRead = head;
    return Next.READ;
  }

  private void went(long position, int entries) {
    sent = Math.max(sent, position);
    head = Math.max(head, sent);
    if (entries > 0) {
      inFlight.add(new Batch(sent, entries));
      entriesInFlight += entries;
    }
    keepNothing();
  }

  /// The entry after [#sent] must not go out yet, and so nothing after it does.
  public void waits(long position) {
    waiting = true;
    waited = position;
  }

  /// Whether an entry has [waited][#waits].
  public boolean hasWaited(long position) {
    return position <= waited;
  }

  /// The entry that [waits][#waits] goes out now.
  public Next goesOn() {
    waiting = false;
    return goOn();
  }

  /// The client asks for what there is.
  public Next pulled() {
    syncing = true;
    return goOn();
  }

  /// The client has everything up to `key`.
  public Next acknowledged(long key) {
    while (!inFlight.isEmpty() && inFlight.getFirst().key() <= key) {
      Batch batch = inFlight.removeFirst();
      entriesInFlight -= batch.entries();
      acked = Math.max(acked, batch.key());
    }
    if (!kept.isEmpty()) {
      return push();
    }
    return inFlight.isEmpty() || !syncing ? goOn() : Next.NOTHING;
  }

  /// The store was read, and what was found has been sent.
  ///
  /// @param position the last entry that was read; [#sent] if there was none
  /// @param entries how many of them were for the device
  /// @param atEnd whether there was nothing after them
  public Next read(long position, int entries, boolean atEnd) {
    reading = false;
    went(position, entries);
    if (atEnd && sent < headAtRead) {
      // Told of, but not found: it was taken away since.
      sent = headAtRead;
      keepNothing();
    }
    return entries > 0 ? Next.NOTHING : goOn();
  }

  private Next goOn() {
    if (reading || waiting || room() == 0) {
      return Next.NOTHING;
    }
    if (sent < head) {
      return startRead();
    }
    if (syncing) {
      syncing = false;
      return Next.END;
    }
    return Next.NOTHING;
  }
}
