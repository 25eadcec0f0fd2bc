package dev.weft.chat.user;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.tx.Tx;
import java.util.List;

/// The devices that are logged in now, on whichever node.
public interface LiveDevices {

  /// For a server without clients.
  LiveDevices NONE =
      new LiveDevices() {
        @Override
        public List<LiveDevice> live(AppId app, UserId user) {
          return List.of();
        }

        @Override
        public void disconnect(App app, UserId user, String resource) {}

        @Override
        public void end(Tx tx, App app, UserId user, Ending why) {}

        @Override
        public void renewed(AppId app, UserId user, long expires) {}

        @Override
        public int waiting(AppId app, UserId user) {
          return 0;
        }

        @Override
        public boolean isDelivered(App app, UserId user, MessageId message) {
          return false;
        }
      };

  /// A device that is logged in now.
  ///
  /// @param resource its name among the devices of its user
  record LiveDevice(String resource, String uuid, String name) {}

  /// Why all sessions of a user end.
  enum Ending {
    PASSWORD_CHANGED,
    SIGNED_OUT,
    DEACTIVATED,
    DELETED
  }

  /// The devices of a user, by resource.
  List<LiveDevice> live(AppId app, UserId user);

  /// Puts out one device of a user. It may come back with the token it has.
  void disconnect(App app, UserId user, String resource);

  /// The devices of a user may stay until `expires`, in ms since 1970, with the token that the user
  /// has shown.
  void renewed(AppId app, UserId user, long expires);

  /// How many messages wait for a user that no device has got; as many as are counted at the most.
  int waiting(AppId app, UserId user);

  /// Whether a device of the user has got a message.
  boolean isDelivered(App app, UserId user, MessageId message);

  /// Puts out all devices of a user, whose row this unit of work holds.
  void end(Tx tx, App app, UserId user, Ending why);
}
