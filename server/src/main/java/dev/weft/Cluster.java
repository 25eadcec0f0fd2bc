package dev.weft;

import dev.weft.cluster.ClusterPoller;
import dev.weft.cluster.Leases;
import dev.weft.cluster.Membership;
import dev.weft.cluster.NodeList;
import dev.weft.cluster.NodeStatus;
import dev.weft.cluster.NodeStore;
import dev.weft.cluster.Signals;
import dev.weft.delivery.Backlog;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.loop.Loops;
import dev.weft.pull.NewEventNotifier;
import dev.weft.storage.Database;
import dev.weft.storage.postgres.cluster.PostgresSignals;
import dev.weft.storage.postgres.cluster.Sharing;
import dev.weft.sync.ConversationNews;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// This server among those that share its database. With a file as database it is alone, and all of
/// this is still.
final class Cluster implements AutoCloseable {

  private final @Nullable NodeStore store;
  private final @Nullable PostgresSignals notifier;
  private final Loops loops;
  private final NodeStore.NodeRegistration self;
  private final Leases leases;
  private final int number;
  private final SignalHandler signalHandler = new SignalHandler();
  private @Nullable Membership membership;
  private @Nullable ClusterPoller clusterPoller;

  /// Enters the node.
  ///
  /// @param sharing null if this server is alone
  Cluster(@Nullable Sharing sharing, String identity, String name, Loops loops) {
    this.loops = loops;
    self =
        new NodeStore.NodeRegistration(
            identity, UUID.randomUUID().toString(), name, Version.number());
    if (sharing == null) {
      store = null;
      notifier = null;
      leases = Leases.all();
      number = 0;
    } else {
      store = sharing.nodes();
      notifier = sharing.signals(signalHandler, loops);
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
    return notifier == null ? Signals.NONE : notifier;
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
      Dispatcher dispatcher,
      NewEventNotifier arrivals,
      ConversationNews conversations,
      IntConsumer renumbered,
      List<Runnable> looks) {
    if (store == null) {
      return;
    }
    membership =
        new Membership(store, self, number, leases, dispatcher, signals(), renumbered, loops);
    if (notifier != null) {
      notifier.quietWhile(membership::isAlone);
    }
    clusterPoller = new ClusterPoller(looks, loops);
    signalHandler.dispatcher = dispatcher;
    signalHandler.arrivals = arrivals;
    signalHandler.conversations = conversations;
    signalHandler.clusterPoller = clusterPoller;
    signalHandler.membership = membership;
  }

  /// Takes partitions and listens, from now on.
  ///
  /// @param url where this server is reached
  void start(URI url) {
    if (store != null) {
      store.announce(number, url.toString());
    }
    if (notifier != null) {
      notifier.start();
    }
    if (clusterPoller != null) {
      clusterPoller.start();
    }
    if (membership != null) {
      membership.start();
    }
  }

  /// The nodes of the database; this one, if there are no others.
  ///
  /// @param name of this node
  /// @param url where it is reached
  /// @param backlog what it has not delivered
  NodeList nodes(Database database, String name, Supplier<URI> url, Supplier<Backlog> backlog) {
    return database
        .nodes()
        .orElseGet(
            () ->
                () -> {
                  Backlog waiting = backlog.get();
                  return List.of(
                      new NodeStatus(
                          0,
                          name,
                          Version.number(),
                          url.get().toString(),
                          "live",
                          null,
                          leases.count(),
                          waiting.size(),
                          waiting.oldest()));
                });
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

  /// Leaves. Nothing may be in flight any more.
  @Override
  public void close() {
    if (clusterPoller != null) {
      clusterPoller.close();
    }
    if (membership != null) {
      membership.close();
    }
    if (notifier != null) {
      notifier.close();
    }
  }

  /// Hears what other nodes say.
  private static final class SignalHandler implements Signals {
    private volatile @Nullable Dispatcher dispatcher;
    private volatile @Nullable NewEventNotifier arrivals;
    private volatile @Nullable ConversationNews conversations;
    private volatile @Nullable ClusterPoller clusterPoller;
    private volatile @Nullable Membership membership;

    @Override
    public void arrived(Arrival arrival) {
      Dispatcher lanes = dispatcher;
      NewEventNotifier bells = arrivals;
      if (lanes != null && bells != null) {
        Lane lane = new Lane(LaneOwner.of(arrival.rule()), arrival.conversation());
        lanes.arrived(lane, arrival.row());
        bells.announce(lane.owner());
      }
    }

    @Override
    public void rulesChanged() {
      look();
    }

    @Override
    public void healthChanged() {
      look();
    }

    @Override
    public void resumed(long rule) {
      Dispatcher lanes = dispatcher;
      if (lanes != null) {
        lanes.resumed(LaneOwner.of(rule));
      }
    }

    @Override
    public void retryNow(long rule) {
      Dispatcher lanes = dispatcher;
      if (lanes != null) {
        lanes.retriedNow(LaneOwner.of(rule));
      }
    }

    @Override
    public void jobsChanged() {
      look();
    }

    private void look() {
      ClusterPoller out = clusterPoller;
      if (out != null) {
        out.look();
      }
    }

    @Override
    public void conversationAt(long conversation, long position) {
      ConversationNews news = conversations;
      if (news != null) {
        news.movedElsewhere(conversation, position);
      }
    }

    @Override
    public void membersChanged(long conversation, long position) {
      ConversationNews news = conversations;
      if (news != null) {
        news.membersChangedElsewhere(conversation, position);
      }
    }

    @Override
    public void deviceLoggedIn(long device, long login) {
      ConversationNews news = conversations;
      if (news != null) {
        news.loggedInElsewhere(device, login);
      }
    }

    @Override
    public void sessionEnded(long device, long login, String why) {
      ConversationNews news = conversations;
      if (news != null) {
        news.endedElsewhere(device, login, why);
      }
    }

    @Override
    public void presenceChanged(long app, String user) {
      ConversationNews news = conversations;
      if (news != null) {
        news.presenceChangedElsewhere(app, user);
      }
    }

    @Override
    public void conversationsMissed() {
      ConversationNews news = conversations;
      if (news != null) {
        news.missed();
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
