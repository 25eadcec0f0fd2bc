package dev.weft.cluster;

import java.util.List;

/// The nodes of this database, by number, for people to see.
public interface NodeList {

  /// Counts in the store: for an occasional look.
  List<NodeStatus> nodes();
}
