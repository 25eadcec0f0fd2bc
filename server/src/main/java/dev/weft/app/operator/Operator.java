package dev.weft.app.operator;

import dev.weft.app.OperatorRole;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody who operates the installation.
///
/// @param name 1 to 32 letters, digits, `.`, `_`, `-`
/// @param seesText whether message texts are shown: a right of its own, whatever the role
/// @param passwordHash empty without a password: then only one-time links let them in
/// @param lastLogin null before the first
public record Operator(
    String name,
    OperatorRole role,
    boolean seesText,
    String passwordHash,
    Instant created,
    @Nullable Instant lastLogin) {

  @Override
  public String toString() {
    return "Operator[" + name + ", " + role + "]";
  }
}
