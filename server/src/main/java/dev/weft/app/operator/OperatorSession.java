package dev.weft.app.operator;

import dev.weft.app.Actor;
import dev.weft.app.AppKey;
import dev.weft.app.OperatorRole;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody who was let in, as the store has it now: a role that was lowered counts at once.
///
/// @param operator the name of an operator, or of the tenant link that was followed
/// @param only the one app that is shown; null for all
public record OperatorSession(
    String operator, OperatorRole role, boolean seesText, @Nullable AppKey only, Instant expires) {

  /// Who is called with it.
  public Actor.Operator actor() {
    return new Actor.Operator(operator, role, seesText);
  }

  /// Whether this session may see `app`.
  public boolean sees(AppKey app) {
    return only == null || only.equals(app);
  }
}
