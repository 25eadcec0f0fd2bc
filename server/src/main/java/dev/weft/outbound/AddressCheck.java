package dev.weft.outbound;

/// Whether callbacks may be sent to a URL.
public sealed interface AddressCheck {

  record Permitted() implements AddressCheck {}

  /// Callbacks may not be sent there.
  ///
  /// @param sentence tells a person what is wrong, and what to do about it
  record Refused(String sentence) implements AddressCheck {}
}
