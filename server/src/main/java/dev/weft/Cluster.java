package dev.weft;

import dev.weft.delivery.Dispatcher;
import dev.weft.delivery.Lane;
import dev.weft.delivery.Leases;
import dev.weft.delivery.Lookout;
import dev.weft.delivery.Membership;
import dev.weft.delivery.NodeStore;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.Signals;
import dev.weft.pull.Arrivals;
import dev.weft.storage.PostgresSignals;
import dev.weft.storage.Sharing;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// This server among those that share its database. With a file as database it is alone, and all of
/// this is still.
final class Cluster implements AutoCloseable {

  private final @Nullable NodeStore store;
  private final @Nullable PostgresSignals voice;
  private final NodeStore.Newcomer self;
  private final Leases leases;
  private final int number;
  private final Ears ears = new Ears();
  private @Nullable Membership membership;
  private @Nullable Lookout lookout;

  /// Enters the node.
  ///
  /// @param sharing null if this server is alone
  Cluster(@Nullable Sharing sharing, String identity, String name) {
    self = new NodeStore.Newcomer(identity, UUID.randomUUID().toString(), name, Version.number());
    if (sharing == null) {
      store = null;
      voice = null;
      leases = Leases.all();
      number = 0;
    } else {
      store = sharing.nodes();
      voice = sharing.signals(ears);
      leases = Leases.none();
      number = store.join(self);
    }
  }

  /// The number of this node, for [dev.weft.chat.Ids].
  int number() {
    return number;
  }

  Leases leases() {
    return leases;
  }

  Signals signals() {
    return voice == null ? Signals.NONE : voice;
  }

  /// How many dead nodes this one has taken over.
  long takeovers() {
    Membership member = membership;
    return member == null ? 0 : member.takeovers();
  }

  /// Says what is to be done when other nodes do something.
  ///
  /// @param looks look into the store for what they have done
  void connect(
      Dispatcher dispatcher, Arrivals arrivals, IntConsumer renumbered, List<Runnable> looks) {
    if (store == null) {
      return;
    }
    membership = new Membership(store, self, number, leases, dispatcher, signals(), renumbered);
    lookout = new Lookout(looks);
    ears.dispatcher = dispatcher;
    ears.arrivals = arrivals;
    ears.lookout = lookout;
    ears.membership = membership;
  }

  /// Takes partitions and listens, from now on.
  ///
  /// @param url where this server is reached
  void start(URI url) {
    if (store != null) {
      store.announce(number, url.toString());
    }
    if (voice != null) {
      voice.start();
    }
    if (lookout != null) {
      lookout.start();
    }
    if (membership != null) {
      membership.start();
    }
  }

  /// Gives the partitions away, as far as that is done `within` this time. Answers what is left of
  /// it.
  Duration leave(Duration within) {
    long begun = System.nanoTime();
    if (membership != null) {
      membership.leave(within);
    }
    Duration left = within.minusNanos(System.nanoTime() - begun);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// Leaves. Nothing may be under way any more.
  @Override
  public void close() {
    if (lookout != null) {
      lookout.close();
    }
    if (membership != null) {
      membership.close();
    }
    if (voice != null) {
      voice.close();
    }
  }

  /// Hears what other nodes say.
  private static final class Ears implements Signals {
    private volatile @Nullable Dispatcher dispatcher;
    private volatile @Nullable Arrivals arrivals;
    private volatile @Nullable Lookout lookout;
    private volatile @Nullable Membership membership;

    @Override
    public void arrived(Lane lane, long delivery) {
      Dispatcher lanes = dispatcher;
      Arrivals bells = arrivals;
      if (lanes != null && bells != null) {
        lanes.arrived(lane, delivery);
        bells.announce(lane.rule());
      }
    }

    @Override
    public void rulesChanged() {
      look();
    }

    @Override
    public void standingChanged() {
      look();
    }

    @Override
    public void resumed(RuleId rule) {
      Dispatcher lanes = dispatcher;
      if (lanes != null) {
        lanes.resumed(rule);
      }
    }

    @Override
    public void jobsChanged() {
      look();
    }

    private void look() {
      Lookout out = lookout;
      if (out != null) {
        out.look();
      }
    }

    @Override
    public void partitionsChanged() {
      Membership member = membership;
      if (member != null) {
        member.look();
      }
    }
  }
}
