package dev.weft.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Issues tokens and tells what a presented one is.
///
/// A token carries its own facts and an HMAC over them, so that it survives restarts, holds on
/// every node and costs no look-up: `YWMt` (the vendor's prefix) and base64url of version, kind,
/// app, times, user name, MAC.
public final class Tokens {

  /// The longest life of a token, and that of one which is asked for without an end: a token that
  /// is found in an old backup must not open an app.
  public static final Duration LONGEST = Duration.ofDays(3_650);

  /// The vendor's tokens begin so; we keep the habit.
  static final String PREFIX = "YWMt";

  /// The longest token we read: a user name has at most 64 bytes.
  private static final int MAX_LENGTH = 512;

  private static final byte VERSION = 1;
  private static final byte KIND_APP = 0;
  private static final byte KIND_USER = 1;
  private static final byte KIND_INSTALLATION = 2;
  private static final int FIXED_LENGTH = 1 + 1 + 8 + 8 + 8;

  /// Tokens remembered as genuine, at some 500 bytes each; beyond, all are forgotten.
  private static final int MAX_GENUINE = 10_000;

  private final Hmac hmac;
  private final Clock clock;

  /// An app sends the same token with each call.
  private final Map<String, Facts> genuine = new ConcurrentHashMap<>();

  /// What a token says.
  ///
  /// @param expires in milliseconds since 1970
  /// @param generation of the app's tokens; 0 in a token of a user
  /// @param user empty in a token of the app itself
  private record Facts(
      byte kind, AppId app, Instant issued, long expires, int generation, String user) {}

  /// @param key at least 32 random bytes, the same on every node and after every restart
  public Tokens(byte[] key, Clock clock) {
    this.hmac = new Hmac(key);
    this.clock = clock;
  }

  /// A token for the app itself, which ends when its tokens are revoked. A `ttl` of zero asks for
  /// the longest life.
  public String issueForApp(App app, Duration ttl) {
    return issue(KIND_APP, app.id(), ByteBuffer.allocate(4).putInt(app.generation()).array(), ttl);
  }

  /// A token for one user of the app. A `ttl` of zero asks for the longest life.
  public String issueForUser(AppId app, String username, Duration ttl) {
    return issue(KIND_USER, app, username.getBytes(StandardCharsets.UTF_8), ttl);
  }

  /// A token for who holds the store of the installation, to talk to its server.
  ///
  /// @param ttl more than zero
  public String issueForInstallation(Duration ttl) {
    return issue(KIND_INSTALLATION, new AppId(0), new byte[0], ttl);
  }

  /// What `token` is, by its form, its MAC and the time.
  public Bearer read(String token) {
    @Nullable Facts known = genuine.get(token);
    if (known != null) {
      return bearer(known);
    }
    if (!token.startsWith(PREFIX) || token.length() > MAX_LENGTH) {
      return new Bearer.Corrupt();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      return new Bearer.Corrupt();
    }
    if (bytes.length < FIXED_LENGTH + Hmac.LENGTH || bytes[0] != VERSION) {
      return new Bearer.Corrupt();
    }
    byte[] facts = Arrays.copyOf(bytes, bytes.length - Hmac.LENGTH);
    byte[] mac = Arrays.copyOfRange(bytes, facts.length, bytes.length);
    if (!MessageDigest.isEqual(mac, hmac.of(facts))) {
      return new Bearer.Unknown();
    }
    Facts decoded = decode(facts);
    if (genuine.size() >= MAX_GENUINE) {
      genuine.clear();
    }
    genuine.put(token, decoded);
    return bearer(decoded);
  }

  private Bearer bearer(Facts facts) {
    if (clock.millis() >= facts.expires()) {
      return new Bearer.Expired();
    }
    return switch (facts.kind()) {
      case KIND_APP -> new Bearer.OfApp(facts.app(), facts.generation(), facts.expires());
      case KIND_USER ->
          new Bearer.OfUser(facts.app(), facts.user(), facts.issued(), facts.expires());
      case KIND_INSTALLATION -> new Bearer.OfInstallation();
      default -> new Bearer.Unknown();
    };
  }

  private static Facts decode(byte[] facts) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(facts))) {
      in.skipNBytes(1);
      byte kind = in.readByte();
      AppId app = new AppId(in.readLong());
      Instant issued = Instant.ofEpochMilli(in.readLong());
      long expires = in.readLong();
      byte[] rest = in.readAllBytes();
      boolean ofApp = kind == KIND_APP;
      int generation = ofApp && rest.length == 4 ? ByteBuffer.wrap(rest).getInt() : 0;
      String user = ofApp ? "" : new String(rest, StandardCharsets.UTF_8);
      return new Facts(kind, app, issued, end(issued, expires), generation, user);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array does not fail to be read", e);
    }
  }

  /// No token outlives [#LONGEST], whatever it says; one of before says 0 for never.
  private static long end(Instant issued, long expires) {
    long longest = issued.plus(LONGEST).toEpochMilli();
    return expires == 0 ? longest : Math.min(expires, longest);
  }

  /// The life that a token asked for with `ttl` has.
  public static Duration life(Duration ttl) {
    return ttl.isZero() || ttl.compareTo(LONGEST) > 0 ? LONGEST : ttl;
  }

  private String issue(byte kind, AppId app, byte[] rest, Duration ttl) {
    long now = clock.millis();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeByte(kind);
      out.writeLong(app.value());
      out.writeLong(now);
      out.writeLong(now + life(ttl).toMillis());
      out.write(rest);
      out.write(hmac.of(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array does not fail to be written", e);
    }
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }
}
