package dev.weft.chat.file;

import dev.weft.app.AppId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An uploaded file that messages may point at. Its bytes are in [FileContents].
///
/// @param name what the uploader called it; never part of a path
/// @param secretHash the hash of its [ShareSecret]; null if everybody who knows the id may have it
public record ChatFile(
    FileId id, AppId app, String name, String contentType, long size, @Nullable String secretHash) {

  boolean opensTo(Optional<ShareSecret> secret) {
    return secretHash == null || secret.filter(given -> given.hasHash(secretHash)).isPresent();
  }
}
