package dev.weft.callback.rule;

import java.net.URI;
import java.util.Optional;

/// What is done with a rule's callbacks.
public sealed interface RuleTarget {

  /// They are sent to a URL.
  record Http(URI url) implements RuleTarget {}

  /// They are kept for those who fetch them.
  record Pull() implements RuleTarget {}

  /// Where they are sent; empty if they are not.
  default Optional<URI> httpUrl() {
    return switch (this) {
      case Http(URI url) -> Optional.of(url);
      case Pull() -> Optional.empty();
    };
  }
}
