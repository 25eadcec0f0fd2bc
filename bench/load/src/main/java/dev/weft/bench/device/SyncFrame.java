package dev.weft.bench.device;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.weft.msync.CommSyncDL;
import dev.weft.msync.Meta;
import dev.weft.msync.NameSpace;
import dev.weft.msync.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Of a `CommSyncDL` what a device needs to confirm it and to count: the rest is passed over, so
/// that the load takes little of the processors that it shares with the system.
///
/// @param metaId the local id of the message that this answers; 0 if none
/// @param serverId the id that the message was given
/// @param error of the status; 0 if all is well
/// @param nextKey what the device confirms; 0 for nothing
/// @param queue the address of the queue, as it came
/// @param messages the ids of what has come in it
public record SyncFrame(
    long metaId, long serverId, int error, long nextKey, ByteString queue, List<Long> messages) {

  /// Reads one up to the limit of `in`.
  static SyncFrame read(CodedInputStream in) throws IOException {
    long metaId = 0;
    long serverId = 0;
    int error = 0;
    long nextKey = 0;
    ByteString queue = ByteString.EMPTY;
    List<Long> messages = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case CommSyncDL.STATUS_FIELD_NUMBER -> error = error(in);
        case CommSyncDL.META_ID_FIELD_NUMBER -> metaId = in.readUInt64();
        case CommSyncDL.SERVER_ID_FIELD_NUMBER -> serverId = in.readUInt64();
        case CommSyncDL.METAS_FIELD_NUMBER -> {
          long id = message(in);
          if (id != 0) {
            messages.add(id);
          }
        }
        case CommSyncDL.NEXT_KEY_FIELD_NUMBER -> nextKey = in.readUInt64();
        case CommSyncDL.QUEUE_FIELD_NUMBER -> queue = in.readBytes();
        default -> in.skipField(tag);
      }
    }
    return new SyncFrame(metaId, serverId, error, nextKey, queue, messages);
  }

  private static int error(CodedInputStream in) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    int error = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == Status.ERROR_CODE_FIELD_NUMBER) {
        error = in.readInt32();
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(limit);
    return error;
  }

  /// The id of a message; 0 for anything else.
  private static long message(CodedInputStream in) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    long id = 0;
    int space = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case Meta.ID_FIELD_NUMBER -> id = in.readUInt64();
        case Meta.NS_FIELD_NUMBER -> space = in.readInt32();
        default -> in.skipField(tag);
      }
    }
    in.popLimit(limit);
    return space == NameSpace.CHAT ? id : 0;
  }
}
