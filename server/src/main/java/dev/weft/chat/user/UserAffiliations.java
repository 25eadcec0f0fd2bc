package dev.weft.chat.user;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.tx.Tx;
import java.time.Instant;

/// What a user is in, and must be out of before the user is deleted.
public interface UserAffiliations {

  /// Takes a user out of it; what the user owns ends. False if that is more than one unit of work
  /// should take: some is done then, and the caller begins another.
  boolean end(Tx tx, App app, Actor by, UserId user, Instant now);
}
