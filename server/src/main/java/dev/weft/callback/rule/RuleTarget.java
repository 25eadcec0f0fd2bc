package dev.weft.callback.rule;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What is done with a rule's callbacks.
public sealed interface RuleTarget {

  /// They are sent to a URL.
  record Http(URI url) implements RuleTarget {}

  /// They are kept for those who fetch them.
  record Pull() implements RuleTarget {}

  /// Pre-send hook: a URL is asked before what a client sends is sent. Nothing is delivered.
  ///
  /// @param timeout how long a message waits for the answer
  /// @param block whether a message is held back when there is no proper answer
  /// @param shadow whether answers are logged and change nothing
  record Presend(URI url, Duration timeout, boolean block, boolean shadow) implements RuleTarget {

    /// How long a message waits if the rule does not say (vendor: 200 ms).
    public static final Duration TIMEOUT = Duration.ofMillis(200);

    /// The shortest and the longest wait of a rule. The SDKs give up after 15 s.
    public static final Duration SHORTEST = Duration.ofMillis(10);

    public static final Duration LONGEST = Duration.ofSeconds(10);
  }

  /// Where they are sent; empty if they are not.
  default Optional<URI> httpUrl() {
    return switch (this) {
      case Http(URI url) -> Optional.of(url);
      case Pull(), Presend _ -> Optional.empty();
    };
  }

  /// Every URL that requests go to; empty if there is none.
  default Optional<URI> requested() {
    return switch (this) {
      case Http(URI url) -> Optional.of(url);
      case Presend hook -> Optional.of(hook.url());
      case Pull() -> Optional.empty();
    };
  }
}
