package dev.weft.app;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One app of one organization: the space in which its users, groups and rules live.
///
/// @param uuid the `application` of the vendor's answers
/// @param clientId public half of the credentials; unique in the installation
/// @param secretHash the client secret, hashed
/// @param generation app tokens of another generation are void: it grows when they are revoked
/// @param appId the app's name in Agora's realm; null if it has none
/// @param sealed what others sign with
public record App(
    AppId id,
    AppKey key,
    UUID uuid,
    String clientId,
    String secretHash,
    Instant created,
    int generation,
    @Nullable String appId,
    Sealed sealed) {

  /// Secrets that must be read again, as a [Sealer] keeps them.
  ///
  /// @param clientSecret for dynamic tokens; null if the app was made before there were any
  /// @param certificate for Agora's tokens; null if the app is not in that realm
  public record Sealed(@Nullable String clientSecret, @Nullable String certificate) {
    static final Sealed NOTHING = new Sealed(null, null);

    @Override
    public String toString() {
      return "Sealed[***]";
    }
  }

  /// An app of the first generation, in no other realm.
  public App(AppId id, AppKey key, UUID uuid, String clientId, String secretHash, Instant created) {
    this(id, key, uuid, clientId, secretHash, created, 0, null, Sealed.NOTHING);
  }

  /// The name in Agora's realm.
  public Optional<String> agoraId() {
    return Optional.ofNullable(appId);
  }

  /// The same app with other credentials; tokens that were issued for the old ones are void.
  public App withCredentials(String newClientId, String newSecretHash, String sealedSecret) {
    return new App(
        id,
        key,
        uuid,
        newClientId,
        newSecretHash,
        created,
        generation + 1,
        appId,
        new Sealed(sealedSecret, sealed.certificate()));
  }

  /// The same app, whose tokens are void.
  App ofNextGeneration() {
    return new App(id, key, uuid, clientId, secretHash, created, generation + 1, appId, sealed);
  }

  /// The same app with a name in Agora's realm.
  App inAgora(String newAppId, String sealedCertificate) {
    return new App(
        id,
        key,
        uuid,
        clientId,
        secretHash,
        created,
        generation,
        newAppId,
        new Sealed(sealed.clientSecret(), sealedCertificate));
  }

  /// The same app under its number in the store.
  public App numbered(AppId number) {
    return new App(number, key, uuid, clientId, secretHash, created, generation, appId, sealed);
  }
}
