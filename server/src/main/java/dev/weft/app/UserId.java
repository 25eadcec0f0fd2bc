package dev.weft.app;

import java.util.Locale;
import java.util.regex.Pattern;

/// The name of a user within an app. Names differ only by more than letter case.
///
/// A sender is kept as the caller wrote it, because callbacks repeat it; everything that is looked
/// up is [#of] a name, in lower case.
public record UserId(String value) implements Comparable<UserId> {

  /// The longest name, in bytes.
  public static final int MAX_BYTES = 64;

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_.-]+");

  /// The stored form of a name.
  public static UserId of(String name) {
    return new UserId(name.toLowerCase(Locale.ROOT));
  }

  /// Whether a user may register under `name`, its length aside.
  public static boolean isLegal(String name) {
    return LEGAL.matcher(name).matches();
  }

  /// Whether both name the same user.
  public boolean isSameAs(UserId other) {
    return value.equalsIgnoreCase(other.value);
  }

  @Override
  public int compareTo(UserId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
