package dev.weft.web.tls;

import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A certificate and its key in PEM files, read again when they change: whoever renews a
/// certificate replaces the files, and connections from then on get the new one. Files that cannot
/// be used leave the old one in place.
public final class CertificateFiles implements AutoCloseable {

  /// How often the files are looked at. A few KB; that is less than asking the kernel to tell,
  /// which does not see through the links that Kubernetes replaces.
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(CertificateFiles.class);

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private static final String NO_KEY =
      " holds no key that is PKCS#8, has no password and fits the certificate;"
          + " 'openssl pkcs8 -topk8 -nocrypt' writes one";

  private static final byte[] SIGNED = "weft".getBytes(StandardCharsets.US_ASCII);

  private final Path certificateFile;
  private final Path keyFile;
  private final Loop loop;
  private volatile Loaded loaded;

  /// Why the files cannot be used, in one sentence.
  public static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String sentence, @Nullable Throwable cause) {
      super(sentence, cause);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Compared by Arrays.equals.
  private record Loaded(byte[] certificate, byte[] key, SslContext context, X509Certificate leaf) {}

  /// Reads both files.
  ///
  /// @param certificateFile PEM: the certificate of the server, then those that lead to its root
  /// @param keyFile PEM, PKCS#8, without a password
  /// @throws UnusableException if they cannot be used
  public CertificateFiles(Path certificateFile, Path keyFile, Loops loops)
      throws UnusableException {
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
    loaded = load();
    loop = loops.background("certificate", this::look);
    loop.start();
  }

  /// What new connections are to use.
  public SslContext context() {
    return loaded.context();
  }

  /// When the certificate ends.
  public Instant notAfter() {
    return loaded.leaf().getNotAfter().toInstant();
  }

  private Duration look() {
    try {
      Loaded before = loaded;
      byte[] certificate = Files.readAllBytes(certificateFile);
      byte[] key = Files.readAllBytes(keyFile);
      if (!Arrays.equals(certificate, before.certificate()) || !Arrays.equals(key, before.key())) {
        loaded = load();
        log.info("certificate loaded subject=\"{}\" until={}", subject(), notAfter());
      }
    } catch (IOException | UnusableException e) {
      log.warn("certificate not loaded, the old one stays reason=\"{}\"", e.getMessage());
    }
    return LOOK;
  }

  private String subject() {
    return loaded.leaf().getSubjectX500Principal().getName(X500Principal.RFC2253);
  }

  private Loaded load() throws UnusableException {
    byte[] certificate = read(certificateFile);
    byte[] key = read(keyFile);
    X509Certificate[] chain = chain(certificate);
    PrivateKey privateKey = privateKey(key, chain[0].getPublicKey().getAlgorithm());
    try {
      if (!isPair(privateKey, chain[0])) {
        throw new UnusableException(keyFile + " is the key of another certificate", null);
      }
      SslContext context =
          SslContextBuilder.forServer(privateKey, chain).protocols("TLSv1.3", "TLSv1.2").build();
      return new Loaded(certificate, key, context, chain[0]);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new UnusableException(
          certificateFile + " cannot be used with " + keyFile + ": " + e.getMessage(), e);
    }
  }

  private X509Certificate[] chain(byte[] pem) throws UnusableException {
    try {
      X509Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .toArray(X509Certificate[]::new);
      if (chain.length > 0) {
        return chain;
      }
      throw new UnusableException(certificateFile + " holds no PEM certificate", null);
    } catch (CertificateException e) {
      throw new UnusableException(certificateFile + " holds no PEM certificate", e);
    }
  }

  private PrivateKey privateKey(byte[] pem, String algorithm) throws UnusableException {
    Matcher block = KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
    try {
      if (block.find()) {
        byte[] der = Base64.getMimeDecoder().decode(block.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      }
      throw new UnusableException(keyFile + NO_KEY, null);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnusableException(keyFile + NO_KEY, e);
    }
  }

  /// Whether what the key signs is verified by the certificate.
  private static boolean isPair(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(SIGNED);
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    signature.update(SIGNED);
    return signature.verify(signed);
  }

  private static byte[] read(Path file) throws UnusableException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UnusableException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
