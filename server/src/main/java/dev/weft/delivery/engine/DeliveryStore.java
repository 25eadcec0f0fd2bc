package dev.weft.delivery.engine;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Backlog;
import dev.weft.delivery.Ban;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.OutboxEntry;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps deliveries and their attempts. It holds what is true; who may attempt what, and when, is
/// decided in memory by those who own the lanes.
public interface DeliveryStore {

  /// Keeps a delivery. A test is kept in state discarded: if nobody lives to see its outcome,
  /// nobody attempts it again.
  OutboxEntry add(Tx tx, NewDelivery delivery, Kind kind);

  /// Keeps a delivery in state offered: those who pull find it, nobody attempts it.
  void offer(Tx tx, NewDelivery delivery);

  /// Keeps each attempt and what its verdict makes of the delivery. Answers those that made
  /// something of it: not those of a delivery that has ended already, which happens when settling
  /// is repeated, nor those of a partition that another node has taken over.
  List<Attempt> settle(Tx tx, List<Attempt> attempts);

  /// [#settle] for attempts that [delivered][Attempt#deliveredLive] live deliveries. Nothing else
  /// depends on what they made of them, so that nobody is told and the store may write them with
  /// the commit.
  default void settleDelivered(Tx tx, List<Attempt> attempts) {
    List<Attempt> _ = settle(tx, attempts);
  }

  /// Undelivered callbacks of a lane in commit order, those after the id `after`.
  List<Delivery> pending(Snapshot snapshot, Lane lane, long after, int limit);

  /// Lanes of a rule that have undelivered callbacks, those after the lane `after`, in a fixed
  /// order of the store's own. The cost grows with `limit`, never with the backlog.
  List<LaneHead> lanes(Snapshot snapshot, LaneOwner owner, @Nullable Lane after, int limit);

  /// Rules that have undelivered callbacks.
  List<LaneOwner> rules(Snapshot snapshot);

  /// Callbacks whose retry falls due after the moment `after` (ties: after the id `afterId`) and
  /// not later than `until`, earliest first.
  List<LaneHead> due(Snapshot snapshot, Instant after, long afterId, Instant until, int limit);

  /// The largest id up to which every delivery is to be seen, in a snapshot taken after this one,
  /// that ever will be.
  long newest(Snapshot snapshot);

  /// Undelivered callbacks with ids in (`after`, `upTo`], by id. Copies that jobs have made may
  /// come later than [#newest] says.
  List<LaneHead> arrived(Snapshot snapshot, long after, long upTo, int limit);

  /// Undelivered copies that jobs have made, at most `limit`.
  List<LaneHead> copies(Snapshot snapshot, int limit);

  Backlog backlog(Snapshot snapshot);

  /// Gives up at most `limit` undelivered callbacks of a rule and answers how many they were.
  int discard(Tx tx, LaneOwner owner, int limit);

  /// The rules that are paused, since when, and why.
  Map<LaneOwner, EndpointHealth.Paused> paused(Snapshot snapshot);

  /// Keeps a ban of a rule.
  void ban(Tx tx, LaneOwner owner, Ban ban);

  /// The bans that began after `since`, of each rule oldest first.
  Map<LaneOwner, List<Ban>> bans(Snapshot snapshot, Instant since);

  /// Ends a pause and forgets all bans of the rule.
  void resume(Tx tx, LaneOwner owner);
}
