package dev.weft.app;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// What an app is called in Agora's realm, and what its servers sign tokens with.
///
/// @param id the App ID: 32 hexadecimal digits
/// @param certificate the App Certificate: 32 hexadecimal digits; `toString` hides it
public record AgoraApp(String id, String certificate) {

  private static final Pattern LEGAL = Pattern.compile("[0-9a-fA-F]{32}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /// Whether `text` can be an id or a certificate.
  public static boolean isLegal(String text) {
    return LEGAL.matcher(text).matches();
  }

  /// An id or a certificate that nobody can guess.
  public static String random() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public String toString() {
    return "AgoraApp[id=" + id + ", certificate=***]";
  }
}
