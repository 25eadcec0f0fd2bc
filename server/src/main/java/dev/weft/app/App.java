package dev.weft.app;

import java.time.Instant;
import java.util.UUID;

/// One app of one organization: the space in which its users, groups and rules live.
///
/// @param uuid the `application` of the vendor's answers
/// @param clientId public half of the credentials; unique in the installation
/// @param secretHash the client secret, hashed; the secret itself is never stored
public record App(
    AppId id, AppKey key, UUID uuid, String clientId, String secretHash, Instant created) {

  /// The same app with other credentials.
  public App withCredentials(String newClientId, String newSecretHash) {
    return new App(id, key, uuid, newClientId, newSecretHash, created);
  }
}
