package dev.weft.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The JSON of a callback: rendered once, stored, and sent unchanged over all attempts.
public final class Body {

  private final byte[] utf8;

  private Body(byte[] utf8) {
    this.utf8 = utf8;
  }

  /// Takes over `utf8`: whoever made it must not change it afterwards.
  public static Body of(byte[] utf8) {
    return new Body(utf8);
  }

  /// The bytes themselves, not a copy: a body passes through many hands. Only to be read.
  public byte[] utf8() {
    return utf8;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Body body && Arrays.equals(utf8, body.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
