package dev.weft.gateway;

import dev.weft.app.UserId;
import dev.weft.chat.Origin;
import dev.weft.chat.SendOptions;
import dev.weft.chat.Source;
import dev.weft.msync.MessageBody;
import java.util.List;
import java.util.Locale;

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
            List.of(),
            List.of(),
            options.hiddenFrom().stream().map(ServerSends::name).toList(),
            options.onlineOnly());
    return new Origin(Source.REST, 0, 0, extra.encoded(), options.leftOut(), options.env());
  }

  private static String name(UserId user) {
    return user.value().toLowerCase(Locale.ROOT);
  }
}
