package dev.weft.app;

import java.time.Instant;
import java.util.regex.Pattern;

/// A person who looks after the installation, whatever apps it has.
///
/// @param name 1 to 64 characters of `A-Z a-z 0-9 . _ -`
public record Operator(String name, OperatorRole role, Instant created) {

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /// Whether an operator may have this name.
  public static boolean isLegal(String name) {
    return LEGAL.matcher(name).matches();
  }

  /// The same person as who does something.
  public Actor.Operator asActor() {
    return new Actor.Operator(name, role);
  }
}
