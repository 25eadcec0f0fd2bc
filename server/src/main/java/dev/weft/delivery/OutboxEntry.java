package dev.weft.delivery;

/// Handle of a delivery that a unit of work has put into the outbox. One store numbers it at once,
/// another when it commits; after the commit the number is there on each.
public interface OutboxEntry {

  /// What [#predecessor] says where the store does not know.
  long UNKNOWN = Long.MAX_VALUE;

  /// The delivery with its id. To be asked for after the commit.
  ///
  /// @throws IllegalStateException if it has no number yet
  Delivery delivery();

  /// Id of the newest pending delivery of the lane that was there before and whose action after the
  /// commit may still be to run. 0 if there is none, [#UNKNOWN] if the store does not know: then
  /// the order is in the store alone. To be asked for after the commit.
  long predecessor();

  /// An entry that has its number already.
  record Numbered(Delivery delivery, long predecessor) implements OutboxEntry {}
}
