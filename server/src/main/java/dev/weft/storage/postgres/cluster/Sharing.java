package dev.weft.storage.postgres.cluster;

import dev.weft.cluster.NodeStore;
import dev.weft.cluster.Signals;
import dev.weft.loop.Loops;
import dev.weft.storage.postgres.PostgresDatabase;
import java.util.function.IntConsumer;

/// What the nodes that share a database need of it beside the stores.
public final class Sharing {

  private final PostgresDatabase database;
  private final IntConsumer joined;

  /// @param joined told the number of this node
  public Sharing(PostgresDatabase database, IntConsumer joined) {
    this.database = database;
    this.joined = joined;
  }

  /// Where the nodes meet.
  public NodeStore nodes() {
    return new PostgresNodes(database, joined);
  }

  /// The way to the other nodes. It sends and receives nothing before it is started.
  ///
  /// @param signalHandler receives what other nodes signal, and everything when something may have
  ///   been missed
  public PostgresSignals signals(Signals signalHandler, Loops loops) {
    return new PostgresSignals(database, signalHandler, loops);
  }
}
