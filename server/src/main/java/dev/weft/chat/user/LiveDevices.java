package dev.weft.chat.user;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import java.util.List;

/// The devices that are connected to this node now.
public interface LiveDevices {

  /// For a server without clients.
  LiveDevices NONE =
      new LiveDevices() {
        @Override
        public List<LiveDevice> live(AppId app, UserId user) {
          return List.of();
        }

        @Override
        public void disconnect(AppId app, UserId user) {}

        @Override
        public void disconnect(AppId app, UserId user, String resource) {}
      };

  /// A device that is connected now.
  ///
  /// @param resource its name among the devices of its user
  record LiveDevice(String resource, String uuid, String name) {}

  List<LiveDevice> live(AppId app, UserId user);

  /// Puts out all devices of a user.
  void disconnect(AppId app, UserId user);

  /// Puts out one of them.
  void disconnect(AppId app, UserId user, String resource);
}
