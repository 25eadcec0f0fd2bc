package dev.weft.bench.device;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import dev.weft.msync.BodyType;
import dev.weft.msync.CommSyncUL;
import dev.weft.msync.Command;
import dev.weft.msync.ContentType;
import dev.weft.msync.Jid;
import dev.weft.msync.MSync;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import dev.weft.msync.NameSpace;
import dev.weft.msync.Provision;
import java.io.IOException;

/// What a device sends (MSYNC contract, sections 3 to 7).
public final class Frames {

  private static final int OS_OTHER = 16;
  private static final byte[] UNREAD =
      MSync.newBuilder().setCommand(Command.UNREAD).build().toByteArray();

  private Frames() {}

  /// A login.
  ///
  /// @param app `ORG#APP`
  public static byte[] login(String app, String user, String token) {
    Jid guid =
        Jid.newBuilder()
            .setAppKey(app)
            .setName(user)
            .setDomain("easemob.com")
            .setClientResource("bench")
            .build();
    Provision provision =
        Provision.newBuilder()
            .setOsType(OS_OTHER)
            .setVersion("1.4.0")
            .setDeviceName("bench")
            .setDeviceUuid(user)
            .setResource("bench")
            .build();
    return MSync.newBuilder()
        .setGuid(guid)
        .setAuth("$t$" + token)
        .setCommand(Command.PROVISION)
        .setPayload(provision.toByteString())
        .build()
        .toByteArray();
  }

  /// The heartbeat.
  static byte[] unread() {
    return UNREAD;
  }

  /// A text to a group or thread.
  public static byte[] text(String app, long localId, String to, String text) {
    MessageBody body =
        MessageBody.newBuilder()
            .setType(BodyType.GROUPCHAT)
            .addContents(MessageBody.Content.newBuilder().setType(ContentType.TEXT).setText(text))
            .build();
    Meta meta =
        Meta.newBuilder()
            .setId(localId)
            .setTo(Jid.newBuilder().setAppKey(app).setName(to).setDomain("conference.easemob.com"))
            .setNs(NameSpace.CHAT)
            .setPayload(body.toByteString())
            .build();
    return sync(CommSyncUL.newBuilder().setMeta(meta).build());
  }

  /// Says that everything up to `key` has come.
  ///
  /// @param queue as it came
  static byte[] confirmation(ByteString queue, long key) throws IOException {
    byte[] payload =
        new byte
            [CodedOutputStream.computeUInt64Size(CommSyncUL.KEY_FIELD_NUMBER, key)
                + CodedOutputStream.computeBytesSize(CommSyncUL.QUEUE_FIELD_NUMBER, queue)];
    CodedOutputStream inner = CodedOutputStream.newInstance(payload);
    inner.writeUInt64(CommSyncUL.KEY_FIELD_NUMBER, key);
    inner.writeBytes(CommSyncUL.QUEUE_FIELD_NUMBER, queue);
    byte[] frame =
        new byte
            [CodedOutputStream.computeInt32Size(MSync.COMMAND_FIELD_NUMBER, Command.SYNC)
                + CodedOutputStream.computeByteArraySize(MSync.PAYLOAD_FIELD_NUMBER, payload)];
    CodedOutputStream outer = CodedOutputStream.newInstance(frame);
    outer.writeInt32(MSync.COMMAND_FIELD_NUMBER, Command.SYNC);
    outer.writeByteArray(MSync.PAYLOAD_FIELD_NUMBER, payload);
    return frame;
  }

  /// Asks for what a queue holds.
  static byte[] pull(Jid queue) {
    return sync(CommSyncUL.newBuilder().setQueue(queue).build());
  }

  private static byte[] sync(MessageLite payload) {
    ByteString bytes = payload.toByteString();
    return MSync.newBuilder().setCommand(Command.SYNC).setPayload(bytes).build().toByteArray();
  }
}
