package dev.weft.gateway;

import dev.weft.app.UserId;
import dev.weft.chat.Origin;
import dev.weft.chat.SendOptions;
import dev.weft.chat.SendOptions.Level;
import dev.weft.chat.Source;
import dev.weft.chat.stream.ChunkView;
import dev.weft.gateway.meta.Extra;
import dev.weft.gateway.meta.StreamBodies;
import dev.weft.msync.KeyValue;
import dev.weft.msync.MessageBody;
import dev.weft.msync.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// What the app's server asks for beside a message, in the form in which timelines keep it for
/// devices.
public final class ServerSends {

  private ServerSends() {}

  /// The origin of a message that is sent with `options`.
  public static Origin origin(SendOptions options) {
    if (options.equals(SendOptions.NONE)) {
      return Origin.SERVER;
    }
    MessageBody.Builder rest = MessageBody.newBuilder();
    if (options.groupAck()) {
      rest.getMsgConfigBuilder().setAllowGroupAck(true);
    }
    Extra extra =
        new Extra(
            rest.build(),
            options.level() == null ? List.of() : List.of(said(options.level())),
            options.readers().stream().map(ServerSends::name).toList(),
            options.hiddenFrom().stream().map(ServerSends::name).toList(),
            options.onlineOnly());
    return new Origin(Source.REST, 0, 0, extra.encoded(), options.leftOut(), options.env());
  }

  /// What an entry of a stream message keeps: a further chunk, or nothing of the message itself.
  /// The sender's devices get neither (vendor).
  public static byte[] streamed(UserId from, Optional<ChunkView> chunk) {
    MessageBody rest = chunk.map(StreamBodies::of).orElse(MessageBody.getDefaultInstance());
    Extra extra = new Extra(rest, List.of(), List.of(), List.of(name(from)), false);
    return Objects.requireNonNull(extra.encoded());
  }

  /// The origin of a recall that says something more to clients; an empty text says nothing.
  public static Origin recallOrigin(String info) {
    if (info.isEmpty()) {
      return Origin.SERVER;
    }
    KeyValue said =
        KeyValue.newBuilder()
            .setKey("recallMessageExtensionInfo")
            .setType(ValueType.STRING)
            .setStringValue(info)
            .build();
    Extra extra =
        new Extra(MessageBody.getDefaultInstance(), List.of(said), List.of(), List.of(), false);
    return new Origin(Source.REST, 0, 0, extra.encoded());
  }

  /// A level in the web SDKs' own numbers: 0 high, 1 normal, 2 low.
  private static KeyValue said(Level level) {
    return KeyValue.newBuilder()
        .setKey("chatroom_msg_tag")
        .setType(ValueType.INT)
        .setVarintValue(
            switch (level) {
              case HIGH -> 0;
              case LOW -> 2;
            })
        .build();
  }

  private static String name(UserId user) {
    return user.value().toLowerCase(Locale.ROOT);
  }
}
