package dev.weft.delivery.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Certificates made on the spot, by an authority that only its [#trusted] side knows.
final class Certificates {

  private static final String AUTHORITY = "authority";
  private static final String PASSWORD = "changeit";

  private final Path store;

  /// @param folder where they are kept
  Certificates(Path folder) throws IOException, InterruptedException {
    store = folder.resolve("certificates.p12");
    keytool("-alias", AUTHORITY, "-dname", "CN=authority", "-ext", "bc:c");
  }

  /// A certificate for a host, good from `start` (keytool's form, `-10d`) for so many days.
  void issue(String alias, String host, String start, int days)
      throws IOException, InterruptedException {
    keytool(
        "-alias",
        alias,
        "-dname",
        "CN=" + host,
        "-ext",
        "san=dns:" + host,
        "-signer",
        AUTHORITY,
        "-startdate",
        start,
        "-validity",
        Integer.toString(days));
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = process.inputReader().readAllAsString();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
  }

  /// The side of a server that shows the certificate `alias`.
  SSLContext showing(String alias) throws GeneralSecurityException, IOException {
    KeyStore all = load();
    char[] password = PASSWORD.toCharArray();
    KeyStore one = empty();
    one.setKeyEntry(alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(one, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /// The side of a client that trusts the authority and nobody else.
  SSLContext trusted() throws GeneralSecurityException, IOException {
    KeyStore authority = empty();
    authority.setCertificateEntry(AUTHORITY, load().getCertificate(AUTHORITY));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authority);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore load() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    return keys;
  }
}
