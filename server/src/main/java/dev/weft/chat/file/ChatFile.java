package dev.weft.chat.file;

import dev.weft.app.AppId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An uploaded file that messages may point at. Its bytes are in [FileContents].
///
/// @param name what the uploader called it; never part of a path
/// @param secretHash the hash of its [ShareSecret]; null if everybody who knows the id may have it
/// @param thumbnailWidth the widest its thumbnail may be
/// @param thumbnailHeight the highest its thumbnail may be
public record ChatFile(
    FileId id,
    AppId app,
    String name,
    String contentType,
    long size,
    @Nullable String secretHash,
    int thumbnailWidth,
    int thumbnailHeight) {

  /// A file whose uploader has said nothing of thumbnails.
  public ChatFile(
      FileId id,
      AppId app,
      String name,
      String contentType,
      long size,
      @Nullable String secretHash) {
    this(
        id,
        app,
        name,
        contentType,
        size,
        secretHash,
        Thumbnails.DEFAULT_SIDE,
        Thumbnails.DEFAULT_SIDE);
  }

  boolean opensTo(Optional<ShareSecret> secret) {
    return secretHash == null || secret.filter(given -> given.hasHash(secretHash)).isPresent();
  }
}
