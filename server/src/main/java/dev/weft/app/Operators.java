package dev.weft.app;

import dev.weft.tx.Transactions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The operators of the installation and their tokens.
///
/// A token is 256 random bits. The store keeps its SHA-256 alone: nobody can guess such a token, so
/// a slow hash would protect nothing. Each call looks the token up, and an operator who was removed
/// is out with the next call.
public final class Operators {

  /// What the token of an operator begins with.
  public static final String PREFIX = "weftop_";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TOKEN_BYTES = 32;

  /// No token of ours is longer.
  private static final int MAX_TOKEN = 100;

  private final Transactions transactions;
  private final OperatorStore store;
  private final Clock clock;

  public Operators(Transactions transactions, OperatorStore store, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.clock = clock;
  }

  /// Adds an operator and answers the token, which is shown this once. Empty if the name is taken.
  ///
  /// @throws IllegalArgumentException if no operator may have this name
  public Optional<String> add(String name, OperatorRole role) {
    if (!Operator.isLegal(name)) {
      throw new IllegalArgumentException(
          "an operator's name has 1 to 64 letters, digits, '.', '_' or '-'");
    }
    String token = freshToken();
    Operator operator = new Operator(name, role, clock.instant());
    return transactions.call(tx -> store.insert(tx, operator, hash(token)))
        ? Optional.of(token)
        : Optional.empty();
  }

  /// Gives an operator another token; the old one is void. Empty if there is no such operator.
  public Optional<String> renewToken(String name) {
    String token = freshToken();
    return transactions.call(tx -> store.replaceToken(tx, name, hash(token)))
        ? Optional.of(token)
        : Optional.empty();
  }

  /// Removes an operator, and with it the token. False if there is no such operator.
  public boolean remove(String name) {
    return transactions.call(tx -> store.delete(tx, name));
  }

  public List<Operator> all() {
    return transactions.read(store::all);
  }

  public Optional<Operator> find(String name) {
    return transactions.read(snapshot -> store.find(snapshot, name));
  }

  /// The operator whose token this is.
  public Optional<Operator> bearerOf(String token) {
    if (!token.startsWith(PREFIX) || token.length() > MAX_TOKEN) {
      return Optional.empty();
    }
    return transactions.read(snapshot -> store.findByToken(snapshot, hash(token)));
  }

  private static String freshToken() {
    byte[] random = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(random);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
