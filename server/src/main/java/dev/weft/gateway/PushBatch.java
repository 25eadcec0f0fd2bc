package dev.weft.gateway;

import dev.weft.msync.Jid;
import dev.weft.msync.Meta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Entries of one conversation that have become durable one after another, for all devices that
/// hear it. Batching: a device gets them in one frame and confirms them with one, so that a busy
/// conversation costs fewer frames for each message. A batch never waits to become larger. For one
/// thread.
final class PushBatch {

  /// An entry and the position before it.
  record Pushed(Rendered entry, long previous) {}

  /// A frame is the same for all devices that find the entries in the same queue and get the same
  /// of them.
  private record FrameKey(String queue, List<Meta> metas, long key) {}

  private final List<Pushed> entries = new ArrayList<>();
  private final Map<FrameKey, byte[]> frames = new HashMap<>();

  /// In the order of their positions.
  List<Pushed> entries() {
    return entries;
  }

  void add(Rendered entry, long previous) {
    entries.add(new Pushed(entry, previous));
  }

  /// The frame that pushes `metas` in `queue`.
  ///
  /// @param key the position with which the client confirms all
  byte[] frame(Jid queue, List<Meta> metas, long key) {
    return frames.computeIfAbsent(
        new FrameKey(queue.getName(), metas, key), _ -> Frames.entries(queue, metas, key));
  }
}
