package dev.weft.app;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets that must be read again (AES-256-GCM, RFC 5116), because others sign with them:
/// app certificates and client secrets. The key is derived from the one that signs tokens: who can
/// read that from the store could make tokens anyway.
public final class Sealer {

  private static final String PURPOSE = "weft sealed secret";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;

  /// @param tokenKey the key of [Tokens]
  public Sealer(byte[] tokenKey) {
    this.key = new SecretKeySpec(new Hmac(tokenKey).of(PURPOSE), "AES");
  }

  /// What to keep of `secret`.
  String seal(String secret) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, secret.getBytes(StandardCharsets.UTF_8));
    byte[] kept = Arrays.copyOf(nonce, NONCE + sealed.length);
    System.arraycopy(sealed, 0, kept, NONCE, sealed.length);
    return Base64.getEncoder().encodeToString(kept);
  }

  /// The secret that was kept so.
  ///
  /// @throws IllegalStateException if it was sealed with another key
  String open(String text) {
    byte[] kept = Base64.getDecoder().decode(text);
    byte[] nonce = Arrays.copyOf(kept, NONCE);
    byte[] sealed = Arrays.copyOfRange(kept, NONCE, kept.length);
    return new String(run(Cipher.DECRYPT_MODE, nonce, sealed), StandardCharsets.UTF_8);
  }

  private byte[] run(int mode, byte[] nonce, byte[] bytes) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret was sealed with another key", e);
    }
  }
}
