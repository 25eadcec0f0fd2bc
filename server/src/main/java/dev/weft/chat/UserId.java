package dev.weft.chat;

import java.util.Locale;

/// The name of a user within an app. Names differ only by more than letter case.
///
/// A sender is kept as the caller wrote it, because callbacks repeat it; everything that is looked
/// up is [#of] a name, in lower case.
public record UserId(String value) {

  /// The vendor's default operator of REST calls.
  public static final UserId ADMIN = new UserId("admin");

  /// The stored form of a name.
  public static UserId of(String name) {
    return new UserId(name.toLowerCase(Locale.ROOT));
  }

  /// Whether both name the same user.
  public boolean isSameAs(UserId other) {
    return value.equalsIgnoreCase(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
