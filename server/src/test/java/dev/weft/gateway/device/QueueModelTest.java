package dev.weft.gateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.gateway.device.QueueState.Next;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Ten thousand schedules of one device and one conversation: entries are appended, told of or not,
/// in order or not; the client pulls and confirms late; the connection breaks and the server dies,
/// with what was confirmed and not yet written; some entries have to wait for a while. However it
/// goes, the client sees each entry once, in order, as far as its memory of 100 ids reaches; and
/// when all is quiet, it has seen all.
class QueueModelTest {

  private static final int SCHEDULES = Integer.getInteger("weft.queue.schedules", 10_000);
  private static final long SEED = Long.getLong("weft.queue.seed", System.nanoTime());

  @Test
  void a_device_sees_every_entry_once_and_in_order() {
    for (int i = 0; i < SCHEDULES; i++) {
      long seed = SEED + i;
      World world = new World(new Random(seed));
      try {
        world.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dweft.queue.seed=" + seed + " " + world.trace, e);
      }
    }
  }

  @Test
  void what_is_kept_for_a_client_that_confirms_late_has_a_bound() {
    QueueState<Long> state = new QueueState<>(0, 0);
    List<Long> sent = new ArrayList<>();
    for (long position = 1; position <= 200; position++) {
      if (state.appended(position - 1, position, position) == Next.PUSH) {
        sent.addAll(state.kept());
        assertThat(state.pushed(position, state.kept().size())).isEqualTo(Next.NOTHING);
      }
    }
    assertThat(sent).hasSize(QueueState.MAX_FRAMES);

    assertThat(state.acknowledged(1)).isEqualTo(Next.PUSH);
    sent.addAll(state.kept());
    assertThat(sent.size() - 1)
        .as("of 200, those that may be in flight")
        .isLessThanOrEqualTo(QueueState.MAX_IN_FLIGHT);
    assertThat(state.pushed(sent.getLast(), state.kept().size())).isEqualTo(Next.NOTHING);

    assertThat(state.acknowledged(2)).as("the rest comes from the store").isEqualTo(Next.READ);
  }

  /// What an SDK does: it drops ids that are among the last 100, and confirms.
  private static final class Client {
    final List<Long> seen = new ArrayList<>();
    final Set<Long> window = new LinkedHashSet<>();

    void receive(long position) {
      if (window.contains(position)) {
        return;
      }
      window.add(position);
      if (window.size() > 100) {
        window.remove(window.iterator().next());
      }
      if (!seen.isEmpty()) {
        assertThat(position).as("order").isGreaterThan(seen.getLast());
      }
      seen.add(position);
    }
  }

  /// Entries that are on their way to the client. `end` has no entries.
  private record Frame(List<Long> entries, long key, boolean end) {}

  private static final class World {
    private final Random random;
    private final List<Long> log = new ArrayList<>();
    private final Client client = new Client();
    private final StringBuilder trace = new StringBuilder();
    private final Deque<Frame> down = new ArrayDeque<>();
    private final Deque<Long> up = new ArrayDeque<>();

    /// Appended and not told of yet.
    private final Deque<long[]> untold = new ArrayDeque<>();

    /// How seldom the client confirms: one time in so many.
    private final int lazy;

    private final boolean mostlyOwn;

    /// Signals come at once and in order, and none is lost.
    private final boolean calm;

    /// A signal was lost since the client has connected: it sees all only when it asks.
    private boolean lost;

    /// The last key that the client has sent.
    private long confirmedTo;

    private long cursor;
    private QueueState<Long> state = new QueueState<>(0, 0);

    /// The last entry sent on this connection.
    private long lastSent;

    private boolean readPending;
    private boolean wantsPull;

    /// An entry waits, and what comes after it.
    private boolean holding;

    World(Random random) {
      this.random = random;
      this.lazy = random.nextInt(4) == 0 ? 12 : 1;
      this.calm = random.nextInt(3) == 0;
      this.mostlyOwn = random.nextInt(5) == 0;
    }

    void run() {
      int steps = 20 + random.nextInt(lazy > 1 ? 800 : 200);
      for (int i = 0; i < steps; i++) {
        switch (random.nextInt(15)) {
          case 0, 1, 2, 3 -> {
            append();
            if (calm) {
              tell();
            }
          }
          case 4, 5 -> tell();
          case 6 -> read();
          case 7, 8 -> deliver();
          case 9, 10 -> {
            if (random.nextInt(lazy) == 0) {
              confirm();
            }
          }
          case 11 -> goOn();
          case 12 -> wantsPull |= random.nextInt(lazy) == 0 && state.isBehind();
          case 13 -> tellAgain();
          default -> mishap();
        }
      }
      settle();
      assertThat(client.seen).isEqualTo(expected());
    }

    private List<Long> expected() {
      return log.stream().filter(this::isForClient).toList();
    }

    /// Some entries are the device's own; in some schedules nearly all.
    private boolean isForClient(long position) {
      return (position % 7 != 3) != mostlyOwn;
    }

    /// Some entries wait when they are about to go out.
    private boolean mustWait(long position) {
      return position % 5 == 1 && !state.hasWaited(position);
    }

    private void hold(long position) {
      assertThat(holding).as("nothing is about to go out while something waits").isFalse();
      state.waits(position);
      holding = true;
      note("waits " + position);
    }

    private void goOn() {
      if (holding) {
        holding = false;
        note("goes on");
        act(state.goesOn());
      }
    }

    private void append() {
      long previous = log.isEmpty() ? 0 : log.getLast();
      long position = previous + 1 + random.nextInt(3);
      log.add(position);
      untold.add(new long[] {previous, position});
      note("+" + position);
    }

    /// Mostly in order; sometimes a signal is lost, or overtakes another.
    private void tell() {
      if (untold.isEmpty()) {
        return;
      }
      long[] told = !calm && random.nextInt(8) == 0 ? untold.pollLast() : untold.poll();
      if (!calm && random.nextInt(10) == 0) {
        note("lost " + told[1]);
        lost = true;
        return;
      }
      tell(told);
    }

    /// Another node tells how far it is, or somebody looks: of what has been told of, or not.
    private void tellAgain() {
      if (log.isEmpty()) {
        return;
      }
      int place = random.nextInt(log.size());
      act(state.appended(Long.MAX_VALUE, log.get(place), null));
      note("told again " + log.get(place));
    }

    private void tell(long[] told) {
      boolean known = calm || random.nextInt(10) > 0;
      Next next = state.appended(told[0], told[1], known ? told[1] : null);
      note("told " + told[1] + next);
      act(next);
    }

    /// What is kept goes out in one frame, up to an entry that has to wait.
    private Next push() {
      assertThat(unconfirmed()).as("frames at once").isLessThan(QueueState.MAX_FRAMES);
      List<Long> going = state.kept().stream().takeWhile(entry -> !mustWait(entry)).toList();
      boolean waits = going.size() < state.kept().size();
      long next = waits ? state.kept().get(going.size()) : 0;
      List<Long> forClient = going.stream().filter(this::isForClient).toList();
      long last = going.isEmpty() ? state.sent() : going.getLast();
      if (!forClient.isEmpty()) {
        send(forClient, last);
      }
      note("pushed " + going);
      assertThat(entriesUnconfirmed()).isLessThanOrEqualTo(QueueState.MAX_IN_FLIGHT);
      if (waits) {
        hold(next);
      }
      return state.pushed(last, forClient.size());
    }

    private void send(List<Long> entries, long key) {
      for (long entry : entries) {
        assertThat(entry).as("sent once on a connection, in order").isGreaterThan(lastSent);
        lastSent = entry;
      }
      down.add(new Frame(entries, key, false));
    }

    private long entriesUnconfirmed() {
      return down.stream().mapToInt(frame -> frame.entries().size()).sum()
          + client.seen.stream().filter(seen -> seen > confirmedTo).count();
    }

    /// Frames with entries that are on their way to the client, or their confirmations back.
    private long unconfirmed() {
      return down.stream().filter(frame -> !frame.end()).count() + up.size();
    }

    private void act(Next next) {
      switch (next) {
        case READ -> readPending = true;
        case END -> down.add(new Frame(List.of(), 0, true));
        case PUSH -> act(push());
        case NOTHING -> {}
      }
    }

    private void read() {
      if (!readPending) {
        return;
      }
      readPending = false;
      long after = state.sent();
      int limit = state.room();
      List<Long> found = log.stream().filter(position -> position > after).limit(limit).toList();
      // While the store is read, more may happen.
      if (random.nextInt(3) == 0) {
        append();
        tell(calm ? untold.poll() : untold.pollLast());
      }
      if (random.nextInt(3) == 0) {
        confirm();
      }
      boolean atEnd = found.size() < limit;
      List<Long> going = found.stream().takeWhile(position -> !mustWait(position)).toList();
      if (going.size() < found.size()) {
        hold(found.get(going.size()));
        atEnd = false;
      }
      List<Long> forClient = going.stream().filter(this::isForClient).toList();
      long last = going.isEmpty() ? after : going.getLast();
      if (!forClient.isEmpty()) {
        send(forClient, last);
      }
      note("read to " + last);
      act(state.read(last, forClient.size(), atEnd));
    }

    private void deliver() {
      Frame frame = down.poll();
      if (frame == null) {
        return;
      }
      frame.entries().forEach(client::receive);
      if (!frame.end()) {
        up.add(frame.key());
      }
      note("got " + frame.entries());
    }

    private void confirm() {
      if (wantsPull) {
        wantsPull = false;
        act(state.pulled());
        return;
      }
      Long key = up.poll();
      if (key != null) {
        confirmedTo = key;
        Next next = state.acknowledged(key);
        // The cursor is written behind: not always.
        if (random.nextInt(3) > 0 || client.seen.size() % 25 == 0) {
          cursor = Math.max(cursor, state.confirmed());
        }
        note("ack " + key + next);
        act(next);
      }
    }

    /// The connection breaks, and sometimes the server dies: what it knew is gone.
    private void mishap() {
      if (random.nextInt(3 * lazy) > 0) {
        return;
      }
      // Of what was confirmed, at most 40 entries are not written.
      long confirmed = state.confirmed();
      long unwritten =
          log.stream().filter(position -> position > cursor && position <= confirmed).count();
      if (random.nextBoolean() || unwritten > 40) {
        cursor = Math.max(cursor, confirmed);
      }
      connect();
    }

    private void connect() {
      down.clear();
      up.clear();
      lost = false;
      lastSent = cursor;
      confirmedTo = cursor;
      readPending = false;
      holding = false;
      untold.clear();
      state = new QueueState<>(cursor, log.isEmpty() ? 0 : log.getLast());
      wantsPull = state.isBehind();
      note("connect from " + cursor);
    }

    /// Everything is told, read, delivered and confirmed; then the client asks once more, as it
    /// does each minute, and is shown what is there.
    private void settle() {
      for (int round = 0; round < 2; round++) {
        drain();
        if (!lost) {
          assertThat(client.seen).as("without asking again").isEqualTo(expected());
        }
        tell(new long[] {Long.MAX_VALUE, log.isEmpty() ? 0 : log.getLast()});
        wantsPull = state.isBehind();
        drain();
      }
    }

    private void drain() {
      int steps = 0;
      while (wantsPull
          || readPending
          || holding
          || !down.isEmpty()
          || !up.isEmpty()
          || !untold.isEmpty()) {
        assertThat(steps++).as("it comes to an end").isLessThan(10_000);
        if (!untold.isEmpty()) {
          tell(untold.poll());
        }
        goOn();
        read();
        deliver();
        confirm();
      }
    }

    private void note(String what) {
      trace.append(what).append("; ");
    }
  }
}
