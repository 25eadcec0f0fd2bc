package dev.weft.receiver;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// An Ed25519 key: version `v1a`.
final class Ed25519Key extends WebhookKey {

  private static final String ALGORITHM = "Ed25519";
  private static final int KEY_BYTES = 32;

  /// The fixed DER headers that turn 32 raw bytes into the encodings Java reads.
  private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final byte[] PKCS8_HEAD =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

  private final PublicKey publicKey;
  private final @Nullable PrivateKey privateKey;

  private Ed25519Key(PublicKey publicKey, @Nullable PrivateKey privateKey) {
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  static Ed25519Key ofPublic(byte[] raw) {
    return new Ed25519Key(publicKey(raw), null);
  }

  /// The layout is the 32-byte seed followed by the 32-byte public key.
  static Ed25519Key ofPrivate(byte[] raw) {
    if (raw.length != 2 * KEY_BYTES) {
      throw new IllegalArgumentException("a whsk_ key is 64 bytes: the seed, then the public key");
    }
    byte[] seed = Arrays.copyOf(raw, KEY_BYTES);
    byte[] publicHalf = Arrays.copyOfRange(raw, KEY_BYTES, 2 * KEY_BYTES);
    try {
      PrivateKey privateKey =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(join(PKCS8_HEAD, seed)));
      return new Ed25519Key(publicKey(publicHalf), privateKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 private key", e);
    }
  }

  private static PublicKey publicKey(byte[] raw) {
    if (raw.length != KEY_BYTES) {
      throw new IllegalArgumentException("an Ed25519 public key is 32 bytes");
    }
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(join(X509_HEAD, raw)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 public key", e);
    }
  }

  private static byte[] join(byte[] head, byte[] tail) {
    byte[] joined = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, joined, head.length, tail.length);
    return joined;
  }

  @Override
  String version() {
    return "v1a";
  }

  @Override
  byte[] sign(SignedContent content) {
    if (privateKey == null) {
      throw new IllegalStateException("a whpk_ key verifies; signing needs the whsk_ key");
    }
    try {
      Signature signer = Signature.getInstance(ALGORITHM);
      signer.initSign(privateKey);
      signer.update(content.head());
      signer.update(content.body());
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with this key", e);
    }
  }

  @Override
  boolean verifies(byte[] signature, SignedContent content) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(publicKey);
      verifier.update(content.head());
      verifier.update(content.body());
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // A signature of the wrong shape is thrown, not answered.
      return false;
    }
  }
}
