package dev.weft.gateway;

import dev.weft.app.App;
import dev.weft.app.AppKey;
import dev.weft.app.Apps;
import dev.weft.app.Bearer;
import dev.weft.app.Bearers;
import dev.weft.app.UserId;
import dev.weft.chat.User;
import dev.weft.chat.user.Users;
import dev.weft.gateway.meta.Json;
import dev.weft.msync.ErrorCode;
import dev.weft.msync.MSync;
import dev.weft.msync.Provision;
import dev.weft.msync.Status;
import dev.weft.sync.device.Device;
import dev.weft.tx.WorkOwner;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Lets a device in, or says why not in the words that the SDKs look for (MSYNC, section 4).
final class LoginCheck {

  /// The mark before a token.
  private static final String MARK = "$t$";

  /// The longest name of a device we keep.
  private static final int MAX_TEXT = 256;

  private final Apps apps;
  private final Bearers bearers;
  private final Users users;

  LoginCheck(Apps apps, Bearers bearers, Users users) {
    this.apps = apps;
    this.bearers = bearers;
    this.users = users;
  }

  /// What became of a login.
  sealed interface Result {

    /// The device may come in.
    ///
    /// @param token which the user has shown
    record Accepted(App app, UserId user, Device.Details details, Bearer.OfUser token)
        implements Result {

      /// Whether the user, as the store has it, may log in with the token.
      boolean allows(User stored) {
        return stored.activated() && !token.issued().isBefore(stored.tokensSince());
      }
    }

    record Refused(Status status) implements Result {}
  }

  Result check(MSync frame, Provision provision) {
    String resource = resource(frame, provision);
    String name = frame.getGuid().getName();
    Optional<AppKey> key = appKey(frame.getGuid().getAppKey());
    if (key.isEmpty() || name.isEmpty() || resource.isEmpty() || resource.length() > MAX_TEXT) {
      return refused(ErrorCode.WRONG_PARAMETER, "Sorry, app key, user or resource is missing");
    }
    Optional<App> app = apps.find(key.get());
    if (app.isEmpty()) {
      return refused(ErrorCode.FAIL, "Sorry, app not found");
    }
    UserId user = UserId.of(name);
    Bearer bearer = bearers.read(app.get(), token(frame, provision));
    return switch (bearer) {
      case Bearer.Expired() -> refused(ErrorCode.FAIL, "Sorry, token expired");
      case Bearer.Corrupt(), Bearer.Unknown(), Bearer.OfApp _, Bearer.OfInstallation() ->
          mismatch();
      case Bearer.OfUser of ->
          of.app().equals(app.get().id())
              ? WorkOwner.within(
                  app.get().id(),
                  () -> checkUser(app.get(), user, of, details(provision, resource)))
              : mismatch();
    };
  }

  private Result checkUser(App app, UserId id, Bearer.OfUser token, Device.Details details) {
    Optional<User> user = users.find(app, id);
    if (user.isEmpty()) {
      return refused(ErrorCode.FAIL, "Sorry, user not found");
    }
    if (!user.get().activated()) {
      return refused(ErrorCode.IM_FORBIDDEN, "Sorry, user is deactivated");
    }
    return users.bearerOf(app, token).filter(bearer -> bearer.id().equals(id)).isPresent()
        ? new Result.Accepted(app, id, details, token)
        : mismatch();
  }

  static Result.Refused mismatch() {
    return refused(ErrorCode.FAIL, "Sorry, token or password does not match login info");
  }

  private static Result.Refused refused(int code, String reason) {
    return new Result.Refused(Frames.status(code, reason));
  }

  static String resource(MSync frame, Provision provision) {
    return provision.getResource().isEmpty()
        ? frame.getGuid().getClientResource()
        : provision.getResource();
  }

  private static Optional<AppKey> appKey(String text) {
    int hash = text.indexOf('#');
    return hash > 0 && hash < text.length() - 1 && text.indexOf('#', hash + 1) < 0
        ? Optional.of(new AppKey(text.substring(0, hash), text.substring(hash + 1)))
        : Optional.empty();
  }

  /// SDK 5 has its token in `authToken` alone; the others in both.
  private static String token(MSync frame, Provision provision) {
    if (!frame.getAuth().isEmpty()) {
      return unmarked(frame.getAuth());
    }
    if (!provision.getAuth().isEmpty()) {
      return unmarked(provision.getAuth());
    }
    try {
      return unmarked(Json.MAPPER.readTree(provision.getAuthToken()).path("token").asString(""));
    } catch (JacksonException e) {
      return "";
    }
  }

  private static String unmarked(String token) {
    return token.startsWith(MARK) ? token.substring(MARK.length()) : token;
  }

  private static Device.Details details(Provision provision, String resource) {
    return new Device.Details(
        resource,
        provision.getOsType(),
        cut(provision.getDeviceName()),
        cut(provision.getDeviceUuid()),
        cut(provision.getVersion()),
        cut(provision.getReason()));
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
