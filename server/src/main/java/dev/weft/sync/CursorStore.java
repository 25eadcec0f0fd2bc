package dev.weft.sync;

import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.sync.device.Device;
import dev.weft.sync.device.DeviceId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;

/// How far each device has come in each conversation.
public interface CursorStore {

  /// A device has acknowledged everything up to `position`.
  record Cursor(DeviceId device, ConversationId conversation, long position) {}

  /// Keeps cursors of any devices. One that is there already never goes back.
  void save(Tx tx, List<Cursor> cursors);

  /// How many messages others have sent to a conversation after a position: at most `limit`.
  int messagesAfter(
      Snapshot snapshot, ConversationId conversation, UserId user, long position, int limit);

  /// Every conversation the user of the device hears, and where the device goes on in it: its own
  /// cursor; else the furthest one of any device of the user; else where the user came in; and
  /// never before `floor`.
  List<Followed> followed(Snapshot snapshot, Device device, long floor);
}
