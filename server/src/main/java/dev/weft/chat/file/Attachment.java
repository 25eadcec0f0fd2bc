package dev.weft.chat.file;

import dev.weft.app.App;
import java.util.Optional;

/// A file that is kept here now.
///
/// @param id what stands behind `/chatfiles/` in its URL
/// @param secret what a download of it needs; empty if nothing is needed
/// @param bytes its size
public record Attachment(String id, Optional<String> secret, long bytes) {

  /// Gets files from elsewhere.
  public interface Source {

    /// Gets the file at `url`, and keeps it for the app.
    ///
    /// @param secret the file's `share-secret` where it is; the copy gets one of its own then
    /// @param name of the file; empty for what the URL ends with
    /// @throws RuntimeException with the answer to the caller, which has the reason, if it cannot
    ///   be had
    Attachment get(App app, String url, Optional<String> secret, String name);
  }
}
