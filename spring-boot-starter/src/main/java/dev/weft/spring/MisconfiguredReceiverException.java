package dev.weft.spring;

/// The application cannot receive callbacks the way it is set up.
///
/// No value of a property is in it: Spring Boot would show the secret that is in the wrong place.
final class MisconfiguredReceiverException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  private final String description;
  private final String action;

  /// @param description what is wrong
  /// @param action what to do about it
  MisconfiguredReceiverException(String description, String action) {
    super(description + " " + action);
    this.description = description;
    this.action = action;
  }

  static MisconfiguredReceiverException noHandler() {
    return new MisconfiguredReceiverException(
        "Callbacks are received, but no bean handles them: each would be acknowledged and lost.",
        "Annotate a method of a bean with @ThreadCallbackHandler, or define a bean of type"
            + " CallbackHandler or OnceHandler. To start without one all the same, set"
            + " weft.receiver.handler-required=false.");
  }

  static MisconfiguredReceiverException noSecret() {
    return new MisconfiguredReceiverException(
        "Callbacks cannot be verified: neither weft.receiver.secret nor weft.receiver.vendor-secret"
            + " is set.",
        "Set weft.receiver.secret to the signing secret of the callback rule (whsec_...). A"
            + " vendor's rule has a vendor secret instead: weft.receiver.vendor-secret.");
  }

  static MisconfiguredReceiverException wrongSecret(String property, String reason) {
    return new MisconfiguredReceiverException(
        "The value of " + property + " cannot be used: " + reason + ".",
        "Set weft.receiver.secret to the signing secret of the callback rule (whsec_...), and"
            + " weft.receiver.vendor-secret to the secret of the rule in the vendor's console.");
  }

  String description() {
    return description;
  }

  String action() {
    return action;
  }
}
