package dev.weft.app;

import java.util.Optional;

/// Who does something. The door makes it from the token of a call or a login; chat decides by it,
/// and events carry it.
public sealed interface Actor {

  /// The app's server, once for all.
  Actor SERVER = new AppServer();

  /// The user whom callbacks, notices and histories name as who did it.
  UserId user();

  /// Whether it may decide who else gets what people write: all may but operators who may not see
  /// it themselves.
  boolean maySendTexts();

  /// The app's server, with an app token. The vendor calls it `admin` where a user is named.
  record AppServer() implements Actor {
    private static final UserId ADMIN = new UserId("admin");

    @Override
    public UserId user() {
      return ADMIN;
    }

    @Override
    public boolean maySendTexts() {
      return true;
    }
  }

  /// A user of the app, with a user token or on a device that has logged in.
  ///
  /// @param user in lower case
  /// @param device the resource of the device, by which other devices of the user are told apart;
  ///   empty if none was named
  record Member(UserId user, Optional<String> device) implements Actor {

    /// A user on no device in particular.
    public static Member of(UserId user) {
      return new Member(user, Optional.empty());
    }

    @Override
    public boolean maySendTexts() {
      return true;
    }
  }

  /// A person who looks after the installation. Users know none: to them it is the app's server.
  ///
  /// @param seesText whether this one may see what people write, and so send it somewhere
  record Operator(String name, OperatorRole role, boolean seesText) implements Actor {
    @Override
    public UserId user() {
      return SERVER.user();
    }

    @Override
    public boolean maySendTexts() {
      return seesText;
    }
  }
}
