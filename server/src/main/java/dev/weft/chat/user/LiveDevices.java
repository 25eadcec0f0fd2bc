package dev.weft.chat.user;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
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

  /// Puts out all devices of a user, whose row this unit of work holds.
  void end(Tx tx, App app, UserId user, Ending why);
}
