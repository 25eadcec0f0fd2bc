package dev.weft.gateway;

import java.util.ArrayDeque;

/// How far one device has come in one conversation: pure, by one thread at a time. Whoever calls
/// does what it answers.
///
/// Entries go out from memory as they happen while nothing is missing before them, and from the
/// store otherwise. Never more than [#MAX_IN_FLIGHT] wait for the client's confirmation.
final class QueueState {

  /// Entries sent and not confirmed. An SDK forgets an id after 100 others: what is sent again
  /// after a crash must be fewer.
  static final int MAX_IN_FLIGHT = 40;

  /// What is to be done now.
  enum Next {
    NOTHING,

    /// Send the entry that was told of, then call [#pushed].
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

  private final ArrayDeque<Batch> inFlight = new ArrayDeque<>(2);

  private int entriesInFlight;

  /// Something sent and not confirmed.
  private record Batch(long key, int entries) {}

  /// @param from everything after this is for the device
  /// @param head the last position there is
  QueueState(long from, long head) {
    this.sent = from;
    this.acked = from;
    this.head = Math.max(from, head);
  }

  /// Everything up to here was sent, or is not for the device.
  long sent() {
    return sent;
  }

  /// Everything up to here need not be sent again.
  long confirmed() {
    return inFlight.isEmpty() ? sent : acked;
  }

  boolean isBehind() {
    return syncing || sent < head;
  }

  /// How many entries may be sent now.
  int room() {
    return MAX_IN_FLIGHT - entriesInFlight;
  }

  /// An entry has become durable.
  ///
  /// @param previous the position before it
  Next appended(long previous, long position) {
    if (position <= head) {
      return Next.NOTHING;
    }
    boolean wasLevel = sent == head;
    head = position;
    if (syncing || reading || waiting || room() == 0) {
      return Next.NOTHING;
    }
    if (previous <= sent) {
      return Next.PUSH;
    }
    // Something lies between. If the client has been told to pull it, it does.
    return wasLevel ? startRead() : Next.NOTHING;
  }

  private Next startRead() {
    reading = true;
    headAtRead = head;
    return Next.READ;
  }

  /// The entry was sent, or is not for the device.
  ///
  /// @param entries 1 or 0
  void pushed(long position, int entries) {
    went(position, entries);
  }

  private void went(long position, int entries) {
    sent = Math.max(sent, position);
    head = Math.max(head, sent);
    if (entries > 0) {
      inFlight.add(new Batch(sent, entries));
      entriesInFlight += entries;
    }
  }

  /// The entry after [#sent] must not go out yet, and so nothing after it does.
  void waits(long position) {
    waiting = true;
    waited = position;
  }

  /// Whether an entry has [waited][#waits].
  boolean hasWaited(long position) {
    return position <= waited;
  }

  /// The entry that [waits][#waits] goes out now.
  Next goesOn() {
    waiting = false;
    return goOn();
  }

  /// The client asks for what there is.
  Next pulled() {
    syncing = true;
    return goOn();
  }

  /// The client has everything up to `key`.
  Next acknowledged(long key) {
    while (!inFlight.isEmpty() && inFlight.getFirst().key() <= key) {
      Batch batch = inFlight.removeFirst();
      entriesInFlight -= batch.entries();
      acked = Math.max(acked, batch.key());
    }
    return inFlight.isEmpty() || !syncing ? goOn() : Next.NOTHING;
  }

  /// The store was read, and what was found has been sent.
  ///
  /// @param position the last entry that was read; [#sent] if there was none
  /// @param entries how many of them were for the device
  /// @param atEnd whether there was nothing after them
  Next read(long position, int entries, boolean atEnd) {
    reading = false;
    went(position, entries);
    if (atEnd && sent < headAtRead) {
      // Told of, but not found: it was taken away since.
      sent = headAtRead;
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
