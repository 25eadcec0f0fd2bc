package dev.weft.app;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Agora's AccessToken2, as its published builder makes it: `007`, then base64 of a zlib stream of
/// signature, app id, times, salt and services. Numbers are little-endian, texts have their length
/// before them as 16 bits. Nothing in it is to be believed before [#isSignedWith].
///
/// @param issued in seconds since 1970
/// @param lives seconds from then
/// @param chat the part about chat; empty if the token is for other services alone
record AccessToken2(
    String appId, long issued, long lives, long salt, Optional<Chat> chat, Signed signed) {

  static final String VERSION = "007";

  /// The longest token that is looked at: a chat token has some 200 characters.
  private static final int MAX_LENGTH = 2_048;

  /// The most bytes that one unpacks to.
  private static final int MAX_BYTES = 4_096;

  private static final int CHAT = 5;
  private static final int PRIVILEGE_USER = 1;
  private static final int PRIVILEGE_APP = 2;
  private static final int CHECKSUM = 4;

  /// What a token says about chat: for how many seconds from its issue it is good for what.
  ///
  /// @param user empty in a token of the app
  record Chat(String user, OptionalLong asUser, OptionalLong asApp) {}

  /// What the signature is over, and the signature.
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Signed(byte[] signature, byte[] content) {}

  static boolean isOne(String token) {
    return token.startsWith(VERSION);
  }

  /// The token; empty for what none can look like.
  static Optional<AccessToken2> parse(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      String text = token.substring(VERSION.length());
      byte[] packed = Base64.getDecoder().decode(text);
      if (!Base64.getEncoder().encodeToString(packed).equals(text)) {
        return Optional.empty();
      }
      return Optional.of(read(unpack(packed)));
    } catch (IllegalArgumentException | DataFormatException | BufferUnderflowException _) {
      return Optional.empty();
    }
  }

  private static byte[] unpack(byte[] packed) throws DataFormatException {
    byte[] bytes = inflate(packed);
    requireNoLooseBits(packed, bytes);
    return bytes;
  }

  /// The end of a compressed stream is filled up with bits that nobody reads. They must be 0, or
  /// one token would have several spellings.
  private static void requireNoLooseBits(byte[] packed, byte[] bytes) throws DataFormatException {
    int last = packed.length - CHECKSUM - 1;
    for (int bit = 1; bit < 256; bit <<= 1) {
      if ((packed[last] & bit) != 0) {
        byte[] other = packed.clone();
        other[last] = (byte) (packed[last] & ~bit);
        if (isSame(other, bytes)) {
          throw new DataFormatException("loose bits");
        }
      }
    }
  }

  private static boolean isSame(byte[] packed, byte[] bytes) {
    try {
      return Arrays.equals(inflate(packed), bytes);
    } catch (DataFormatException _) {
      return false;
    }
  }

  private static byte[] inflate(byte[] packed) throws DataFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      byte[] bytes = new byte[MAX_BYTES];
      int length = inflater.inflate(bytes);
      if (!inflater.finished() || inflater.getRemaining() > 0) {
        throw new DataFormatException("not one whole stream of a token's size");
      }
      return Arrays.copyOf(bytes, length);
    } finally {
      inflater.end();
    }
  }

  private static AccessToken2 read(byte[] bytes) throws DataFormatException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] signature = block(in);
    byte[] content = Arrays.copyOfRange(bytes, in.position(), bytes.length);
    String appId = text(in);
    long issued = number(in);
    long lives = number(in);
    long salt = number(in);
    Optional<Chat> chat = services(in);
    return new AccessToken2(appId, issued, lives, salt, chat, new Signed(signature, content));
  }

  /// Services come in the order of their numbers. Those behind chat are not read: their number of
  /// fields is nobody's matter here, and the signature is over them too.
  private static Optional<Chat> services(ByteBuffer in) throws DataFormatException {
    int services = in.getShort() & 0xffff;
    for (int i = 0; i < services; i++) {
      int type = in.getShort() & 0xffff;
      OptionalLong asUser = OptionalLong.empty();
      OptionalLong asApp = OptionalLong.empty();
      int privileges = in.getShort() & 0xffff;
      for (int p = 0; p < privileges; p++) {
        int privilege = in.getShort() & 0xffff;
        long seconds = number(in);
        if (privilege == PRIVILEGE_USER) {
          asUser = OptionalLong.of(seconds);
        } else if (privilege == PRIVILEGE_APP) {
          asApp = OptionalLong.of(seconds);
        }
      }
      switch (type) {
        case 1 -> {
          String _ = text(in) + text(in);
        }
        case 2 -> {
          String _ = text(in);
        }
        case 4 -> {}
        case CHAT -> {
          return Optional.of(new Chat(text(in), asUser, asApp));
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    if (in.hasRemaining()) {
      throw new DataFormatException("more than its services");
    }
    return Optional.empty();
  }

  private static byte[] block(ByteBuffer in) {
    byte[] bytes = new byte[Math.min(in.getShort() & 0xffff, MAX_BYTES)];
    in.get(bytes);
    return bytes;
  }

  private static String text(ByteBuffer in) {
    return new String(block(in), StandardCharsets.UTF_8);
  }

  private static long number(ByteBuffer in) {
    return in.getInt() & 0xffff_ffffL;
  }

  /// Whether it was signed with `certificate`; this takes as long whatever the answer is.
  boolean isSignedWith(String certificate) {
    byte[] first = new Hmac(littleEndian(issued)).of(certificate);
    byte[] key = new Hmac(littleEndian(salt)).of(first);
    return MessageDigest.isEqual(signed.signature(), new Hmac(key).of(signed.content()));
  }

  private static byte[] littleEndian(long number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) number).array();
  }

  /// When it ends that was good for `seconds`; 0 seconds mean as long as the token itself.
  Instant end(long seconds) {
    long whole =
        Math.min(Tokens.LONGEST.toSeconds(), seconds == 0 ? lives : Math.min(seconds, lives));
    return Instant.ofEpochSecond(issued + whole);
  }
}
