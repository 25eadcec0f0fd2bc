package dev.weft.receiver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Signs and verifies by the Standard Webhooks specification.
///
/// Several keys let a secret be changed without a gap: all of them sign, any of them verifies.
public final class StandardWebhooks {

  /// As in the specification and its libraries: long enough for clocks that disagree.
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  /// Far more than a rotation needs; an endless list would be an endless check.
  private static final int MAX_SIGNATURES = 32;

  private final List<WebhookKey> keys;
  private final Duration tolerance;
  private final Clock clock;

  public StandardWebhooks(List<WebhookKey> keys, Duration tolerance, Clock clock) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("Standard Webhooks needs a key");
    }
    this.keys = List.copyOf(keys);
    this.tolerance = tolerance;
    this.clock = clock;
  }

  /// With a single shared secret, the specification's tolerance and the system's clock.
  public static StandardWebhooks of(String secret) {
    return new StandardWebhooks(List.of(WebhookKey.parse(secret)), TOLERANCE, Clock.systemUTC());
  }

  /// The value of `webhook-signature`; `webhook-timestamp` must carry the same second.
  public String sign(String id, Instant timestamp, byte[] body) {
    SignedContent content = new SignedContent(id, Long.toString(timestamp.getEpochSecond()), body);
    return keys.stream()
        .map(key -> key.version() + "," + Base64.getEncoder().encodeToString(key.sign(content)))
        .collect(Collectors.joining(" "));
  }

  /// Nothing if the signature holds, else why it does not.
  public Optional<Refusal> verify(
      @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body) {
    if (id == null || timestamp == null || signatures == null) {
      return Optional.of(Refusal.UNSIGNED);
    }
    return outsideTolerance(timestamp)
        .or(
            () ->
                anyVerifies(signatures, new SignedContent(id, timestamp, body))
                    ? Optional.empty()
                    : Optional.of(Refusal.SIGNATURE_MISMATCH));
  }

  private Optional<Refusal> outsideTolerance(String timestamp) {
    long sentAt;
    try {
      sentAt = Long.parseLong(timestamp);
    } catch (NumberFormatException e) {
      return Optional.of(Refusal.MALFORMED_TIMESTAMP);
    }
    if (sentAt < 0) {
      return Optional.of(Refusal.MALFORMED_TIMESTAMP);
    }
    long age = clock.instant().getEpochSecond() - sentAt;
    if (age > tolerance.toSeconds()) {
      return Optional.of(Refusal.TIMESTAMP_TOO_OLD);
    }
    return -age > tolerance.toSeconds() ? Optional.of(Refusal.TIMESTAMP_TOO_NEW) : Optional.empty();
  }

  private boolean anyVerifies(String signatures, SignedContent content) {
    String[] entries = signatures.split(" ", MAX_SIGNATURES + 1);
    for (int i = 0; i < Math.min(entries.length, MAX_SIGNATURES); i++) {
      if (verifies(entries[i], content)) {
        return true;
      }
    }
    return false;
  }

  private boolean verifies(String entry, SignedContent content) {
    int comma = entry.indexOf(',');
    if (comma < 0) {
      return false;
    }
    String version = entry.substring(0, comma);
    byte[] signature;
    try {
      signature = Base64.getDecoder().decode(entry.substring(comma + 1));
    } catch (IllegalArgumentException e) {
      return false;
    }
    for (WebhookKey key : keys) {
      if (key.version().equals(version) && key.verifies(signature, content)) {
        return true;
      }
    }
    return false;
  }
}
