package dev.weft.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

/// Makes links that stand for their own permission, for a while: whoever has one may follow it
/// without a token, as with the vendor's `Expires` and `Signature`.
///
/// The signature covers the app, what the link leads to and when it expires, so it opens nothing
/// else and nothing longer.
public final class SignedLinks {

  /// A signature of a link must never pass as one of something else made under the same key.
  private static final String PURPOSE = "weft signed link";

  private final Hmac hmac;
  private final Clock clock;

  /// What a link carries.
  ///
  /// @param expires the last second, since 1970, in which it opens
  public record Grant(long expires, String signature) {}

  /// What a presented link turned out to be.
  public enum Verdict {
    VALID,
    EXPIRED,
    /// Not made here, or changed since.
    FORGED
  }

  /// @param tokenKey the key of [Tokens]; what signs here is derived from it
  public SignedLinks(byte[] tokenKey, Clock clock) {
    this.hmac = new Hmac(new Hmac(tokenKey).of(PURPOSE));
    this.clock = clock;
  }

  /// Lets whoever has it see `resource` of `app` for the time of `life`.
  public Grant grant(AppId app, String resource, Duration life) {
    long expires = clock.instant().plus(life).getEpochSecond();
    return new Grant(expires, signature(app, resource, expires));
  }

  public Verdict check(AppId app, String resource, Grant grant) {
    if (!isSame(signature(app, resource, grant.expires()), grant.signature())) {
      return Verdict.FORGED;
    }
    return clock.instant().getEpochSecond() > grant.expires() ? Verdict.EXPIRED : Verdict.VALID;
  }

  private String signature(AppId app, String resource, long expires) {
    byte[] mac = hmac.of(app.value() + "\n" + expires + "\n" + resource);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }

  private static boolean isSame(String expected, String presented) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
  }
}
