package dev.weft.chat;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A registered user.
///
/// @param passwordHash the password, hashed; the password itself is never stored
/// @param activated false after `POST /users/{u}/deactivate`: no token is issued or taken
/// @param tokensSince user tokens issued before this moment are void
public record User(
    UserId id,
    AppId app,
    UUID uuid,
    String passwordHash,
    @Nullable String nickname,
    boolean activated,
    Instant created,
    Instant modified,
    Instant tokensSince) {

  public User withPassword(String newHash, Instant now) {
    return new User(id, app, uuid, newHash, nickname, activated, created, now, now);
  }

  public User withActivated(boolean nowActivated, Instant now) {
    return new User(
        id,
        app,
        uuid,
        passwordHash,
        nickname,
        nowActivated,
        created,
        now,
        nowActivated ? tokensSince : now);
  }

  public User withNickname(String newNickname, Instant now) {
    return new User(id, app, uuid, passwordHash, newNickname, activated, created, now, tokensSince);
  }

  /// The same user after everybody who is signed in as them was put out.
  public User signedOut(Instant now) {
    return new User(id, app, uuid, passwordHash, nickname, activated, created, modified, now);
  }
}
