package dev.weft.app;

import java.time.Instant;

/// What a bearer token turned out to be. Every reader answers for every case.
public sealed interface Bearer {

  /// An app token: the app server itself.
  ///
  /// @param generation void if the app's is another one: its tokens were revoked since
  /// @param expires when it ends, in milliseconds since 1970
  record OfApp(AppId app, int generation, long expires) implements Bearer {}

  /// A user token, issued at `issued`: void if the user's password changed or the user left since.
  ///
  /// @param expires when it ends, in milliseconds since 1970
  record OfUser(AppId app, String username, Instant issued, long expires) implements Bearer {}

  /// Made by whoever holds the store, for a command that is over soon: it may do everything.
  record OfInstallation() implements Bearer {}

  /// Issued here once, and over.
  record Expired() implements Bearer {}

  /// Not a token of ours by its form.
  record Corrupt() implements Bearer {}

  /// A token by its form, but not issued by this installation.
  record Unknown() implements Bearer {}
}
