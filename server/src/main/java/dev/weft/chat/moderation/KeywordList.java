package dev.weft.chat.moderation;

import java.time.Instant;

/// A list of keywords of an app.
///
/// @param name unique in the app, at most 32 characters
/// @param tag what the caller has noted; empty if nothing. It is kept and answered
/// @param fullMatch true finds a keyword only where it is the whole text
public record KeywordList(
    String id,
    String name,
    Scope scope,
    String tag,
    boolean fullMatch,
    Disposition disposition,
    Instant created,
    Instant updated) {

  /// Which conversations a list is for, by the vendor's words.
  public enum Scope {
    ALL,
    CHAT,
    GROUP,
    ROOM,
    /// Only conversations with the list's tag. There are no tags here: such a list is kept and
    /// finds nothing.
    TAG
  }

  /// The same list as a caller has changed it.
  KeywordList changed(
      String newName,
      Scope newScope,
      String newTag,
      boolean newFullMatch,
      Disposition newDisposition,
      Instant now) {
    return new KeywordList(
        id, newName, newScope, newTag, newFullMatch, newDisposition, created, now);
  }
}
