package dev.weft.web.http;

import java.time.Duration;

/// Is notified of every request that was answered, to count it. Called from many threads: it must
/// be quick.
public interface RequestListener {

  /// A request was answered.
  ///
  /// @param family first word of its route's path, such as `messages`; `other` if there is none
  /// @param took from the head of the request to the last byte of the answer
  void answered(String family, int status, Duration took);
}
