package dev.weft.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Where the nodes of one database say that they live, and share out the partitions. Everything
/// here is one short transaction on a connection that nobody else uses: whatever else the store has
/// to do, a node that lives can say so.
public interface NodeStore extends AutoCloseable {

  /// How a node stands.
  enum NodeState {
    LIVE,
    /// It takes no further partitions.
    LEAVING,
    /// It has left, or was found dead.
    GONE
  }

  /// Who enters.
  ///
  /// @param identity the same in every life of a node: two that live at once have different ones
  /// @param boot of this life alone
  record NodeRegistration(String identity, String boot, String name, String version) {

    NodeRegistration withIdentity(String another) {
      return new NodeRegistration(another, boot, name, version);
    }
  }

  /// A node that is not gone.
  ///
  /// @param beat grows with every sign of life
  record Peer(int number, String boot, long beat, NodeState state) {}

  /// What a node finds.
  ///
  /// @param peers all that are not gone, this one among them
  /// @param held the partitions of this node, with their epochs
  /// @param free how many belong to nobody
  record View(List<Peer> peers, Map<Integer, Long> held, int free) {

    public View {
      peers = List.copyOf(peers);
      held = Map.copyOf(held);
    }
  }

  /// What a node does about it.
  ///
  /// @param dead peers whose partitions become free, unless they have beaten since
  /// @param release of its own
  /// @param claim so many more, if they are free
  record Plan(List<Peer> dead, List<Integer> release, int claim) {

    public Plan {
      dead = List.copyOf(dead);
      release = List.copyOf(release);
    }
  }

  /// What has come of it.
  ///
  /// @param held the partitions of this node, with their epochs
  /// @param dead how many of the plan's dead peers were so
  /// @param free how many partitions this has left to others
  record Outcome(Map<Integer, Long> held, int dead, int free) {

    public Outcome {
      held = Map.copyOf(held);
    }
  }

  /// Enters a node and answers its number, 0 to 255. What the same node held in an earlier life it
  /// holds still, in a new epoch.
  int join(NodeRegistration who);

  /// Says where the node is reached.
  void announce(int number, String url);

  /// Gives a sign of life, and does what `decide` makes of what is to be seen. Empty if the number
  /// belongs to somebody else by now.
  Optional<Outcome> beat(int number, String boot, NodeState state, Function<View, Plan> decide);

  @Override
  void close();
}
