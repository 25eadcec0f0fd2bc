package dev.weft.receiver;

import dev.weft.receiver.Attempt.Proof;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.Reception.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns a request of any web framework into a verified, typed callback. Safe for many threads.
///
///     CallbackReceiver receiver = CallbackReceiver.builder().secret("whsec_…").build();
///     Reception reception = receiver.receive(method, headers, body);
///     if (reception instanceof Reception.Accepted accepted) { … }
///     respond(reception.status());
public final class CallbackReceiver {

  /// A thread callback is about 1 KB and a message may be 5; the rest is room for `ext`.
  public static final int MAX_BODY_BYTES = 1024 * 1024;

  private final @Nullable StandardWebhooks standard;
  private final @Nullable VendorSignature vendor;
  private final boolean unsignedAccepted;
  private final int maxBodyBytes;

  private CallbackReceiver(Builder builder) {
    standard =
        builder.keys.isEmpty()
            ? null
            : new StandardWebhooks(builder.keys, builder.tolerance, builder.clock);
    vendor = builder.vendor;
    unsignedAccepted = builder.unsignedAccepted;
    maxBodyBytes = builder.maxBodyBytes;
  }

  public static Builder builder() {
    return new Builder();
  }

  public Reception receive(String method, Map<String, List<String>> headers, byte[] body) {
    return receive(method, CallbackHeaders.of(headers), body);
  }

  /// Never throws, whatever was sent.
  public Reception receive(String method, CallbackHeaders headers, byte[] body) {
    if (!method.equals("POST")) {
      return Refused.because(Refusal.METHOD_NOT_ALLOWED);
    }
    if (body.length > maxBodyBytes) {
      return Refused.because(Refusal.BODY_TOO_LARGE);
    }
    if (standard != null && headers.first(WeftHeaders.SIGNATURE) != null) {
      return bySignature(standard, headers, body);
    }
    if (vendor == null && !unsignedAccepted) {
      return Refused.because(Refusal.UNSIGNED);
    }
    return bySecurityField(headers, body);
  }

  /// How many bytes of a body an adapter has to read at most; one more tells that it is too large.
  public int maxBodyBytes() {
    return maxBodyBytes;
  }

  /// The body is read only once its signature holds.
  private Reception bySignature(StandardWebhooks standard, CallbackHeaders headers, byte[] body) {
    Optional<Refusal> refusal =
        standard.verify(
            headers.first(WeftHeaders.ID),
            headers.first(WeftHeaders.TIMESTAMP),
            headers.first(WeftHeaders.SIGNATURE),
            body);
    if (refusal.isPresent()) {
      return Refused.because(refusal.get());
    }
    return read(body, json -> Optional.of(Proof.STANDARD_WEBHOOKS), headers);
  }

  /// The vendors' signature is inside the body, so this one has to be read first.
  private Reception bySecurityField(CallbackHeaders headers, byte[] body) {
    return read(body, this::vendorProof, headers);
  }

  private interface Check {
    Optional<Proof> proof(Json body);
  }

  private static Reception read(byte[] body, Check check, CallbackHeaders headers) {
    Json json;
    try {
      json = JsonReader.read(body);
    } catch (JsonReader.UnreadableException e) {
      return new Refused(Refusal.NOT_JSON, String.valueOf(e.getMessage()));
    }
    if (!(json instanceof Json.JsonObject)) {
      return Refused.because(Refusal.NOT_JSON);
    }
    return check
        .proof(json)
        .<Reception>map(
            proof -> new Accepted(CallbackParser.parse(json), Attempt.read(headers, proof)))
        .orElseGet(
            () ->
                Refused.because(
                    json.get("security").isMissing()
                        ? Refusal.UNSIGNED
                        : Refusal.SIGNATURE_MISMATCH));
  }

  /// A wrong signature is refused even where none is needed.
  private Optional<Proof> vendorProof(Json body) {
    String security = body.get("security").text();
    if (security == null || vendor == null) {
      return unsignedAccepted ? Optional.of(Proof.NONE) : Optional.empty();
    }
    boolean holds =
        vendor.verifies(security, body.get("callId").text(""), body.get("timestamp").text(""));
    return holds ? Optional.of(Proof.VENDOR_MD5) : Optional.empty();
  }

  /// Collects what a receiver needs to know: at least one secret.
  public static final class Builder {

    private final List<WebhookKey> keys = new ArrayList<>();
    private @Nullable VendorSignature vendor;
    private boolean unsignedAccepted;
    private Clock clock = Clock.systemUTC();
    private Duration tolerance = StandardWebhooks.TOLERANCE;
    private int maxBodyBytes = MAX_BODY_BYTES;

    private Builder() {}

    /// The rule's signing secret, `whsec_…`, or the public half of an Ed25519 pair, `whpk_…`. Weft
    /// shows it as `signing_secret` of the rule. Add the old and the new one to change it.
    ///
    /// @throws IllegalArgumentException if it is another kind of secret; the vendor's own belongs
    ///   to [#vendorSecret]
    public Builder secret(String secret) {
      keys.add(SecretKind.signing(secret));
      return this;
    }

    /// The secret of the rule in the vendors' console; Weft shows it as `secret` of the rule. Such
    /// callbacks are accepted beside signed ones, and their signature covers no content: leave it
    /// out where all come from Weft.
    ///
    /// @throws IllegalArgumentException if it is a signing secret, which belongs to [#secret]
    public Builder vendorSecret(String secret) {
      vendor = new VendorSignature(SecretKind.vendor(secret));
      return this;
    }

    /// Accepts callbacks without any signature, for a vendor's rule that sends none. Whoever can
    /// reach the URL is believed then.
    public Builder acceptUnsigned() {
      unsignedAccepted = true;
      return this;
    }

    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /// How far `webhook-timestamp` may be from this machine's clock.
    public Builder tolerance(Duration tolerance) {
      this.tolerance = tolerance;
      return this;
    }

    public Builder maxBodyBytes(int maxBodyBytes) {
      this.maxBodyBytes = maxBodyBytes;
      return this;
    }

    /// Makes the receiver.
    ///
    /// @throws IllegalStateException if there is nothing to verify with
    public CallbackReceiver build() {
      if (keys.isEmpty() && vendor == null && !unsignedAccepted) {
        throw new IllegalStateException("a receiver needs a secret to verify callbacks with");
      }
      return new CallbackReceiver(this);
    }
  }
}
