package dev.weft.gateway.meta;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.msync.KeyValue;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import dev.weft.msync.RouteType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a device sent with a message beyond what the chat keeps, as the entry in the timeline holds
/// it: a [Meta] of which only these fields are set.
///
/// @param rest what the stored content has no place for
/// @param ext of the envelope
/// @param readers the only users who may see it; empty for all
/// @param hiddenFrom users who do not get it
/// @param onlineOnly whoever is not online does not get it later
public record Extra(
    MessageBody rest,
    List<KeyValue> ext,
    List<String> readers,
    List<String> hiddenFrom,
    boolean onlineOnly) {

  /// Before the name of a user who does not get it. No name of a user begins so.
  private static final String NOT = "!";

  public static final Extra NONE =
      new Extra(MessageBody.getDefaultInstance(), List.of(), List.of(), List.of(), false);

  /// Null if there is nothing to keep.
  public byte @Nullable [] encoded() {
    if (equals(NONE)) {
      return null;
    }
    Meta.Builder meta = Meta.newBuilder().addAllExt(ext).addAllDirectedUsers(readers);
    hiddenFrom.forEach(user -> meta.addDirectedUsers(NOT + user));
    if (!rest.equals(MessageBody.getDefaultInstance())) {
      meta.setPayload(rest.toByteString());
    }
    if (onlineOnly) {
      meta.setRoutetype(RouteType.ONLINE);
    }
    return meta.build().toByteArray();
  }

  /// What was [encoded][#encoded]; [#NONE] for nothing.
  ///
  /// @throws IllegalStateException if it was not
  public static Extra decode(byte @Nullable [] encoded) {
    if (encoded == null) {
      return NONE;
    }
    try {
      Meta meta = Meta.parseFrom(encoded);
      return new Extra(
          MessageBody.parseFrom(meta.getPayload()),
          meta.getExtList(),
          meta.getDirectedUsersList().stream().filter(user -> !user.startsWith(NOT)).toList(),
          meta.getDirectedUsersList().stream()
              .filter(user -> user.startsWith(NOT))
              .map(user -> user.substring(NOT.length()))
              .toList(),
          meta.getRoutetype() == RouteType.ONLINE);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("what a timeline keeps of a message cannot be read", e);
    }
  }
}
