package dev.weft.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Tells what a presented token is for an app: one of ours, Agora's AccessToken2, or a dynamic one
/// of the vendor's.
public final class Bearers {

  /// A signer's clock may be ahead of ours by so much.
  private static final Duration AHEAD = Duration.ofMinutes(10);

  private final Tokens tokens;
  private final Apps apps;
  private final Clock clock;

  public Bearers(Tokens tokens, Apps apps, Clock clock) {
    this.tokens = tokens;
    this.apps = apps;
    this.clock = clock;
  }

  /// What `token` is, presented to `app`.
  public Bearer read(App app, String token) {
    if (AccessToken2.isOne(token)) {
      return AccessToken2.parse(token)
          .map(parsed -> agora(app, parsed))
          .orElseGet(Bearer.Corrupt::new);
    }
    if (DynamicToken.isOne(token)) {
      return DynamicToken.parse(token)
          .map(parsed -> dynamic(app, parsed))
          .orElseGet(Bearer.Corrupt::new);
    }
    return switch (tokens.read(token)) {
      case Bearer.OfApp of when of.app().equals(app.id()) && of.generation() != app.generation() ->
          new Bearer.Expired();
      case Bearer read -> read;
    };
  }

  private Bearer agora(App app, AccessToken2 token) {
    Optional<String> certificate = apps.certificate(app);
    if (certificate.isEmpty() || app.agoraId().filter(token.appId()::equalsIgnoreCase).isEmpty()) {
      return new Bearer.Corrupt();
    }
    if (!token.isSignedWith(certificate.get())) {
      return new Bearer.Unknown();
    }
    if (token.chat().isEmpty()) {
      return new Bearer.Corrupt();
    }
    AccessToken2.Chat chat = token.chat().get();
    OptionalLong lives = chat.user().isEmpty() ? chat.asApp() : chat.asUser();
    if (lives.isEmpty()) {
      return new Bearer.Corrupt();
    }
    Instant end = token.end(lives.getAsLong());
    // The signer's clock has seconds; a user may have been registered within this one.
    Instant issued = Instant.ofEpochSecond(token.issued()).plusMillis(999);
    if (isOver(issued, end)) {
      return new Bearer.Expired();
    }
    return chat.user().isEmpty()
        ? new Bearer.OfApp(app.id(), app.generation(), end.toEpochMilli())
        : new Bearer.OfUser(app.id(), chat.user(), issued, end.toEpochMilli());
  }

  private Bearer dynamic(App app, DynamicToken token) {
    Optional<String> secret = apps.clientSecret(app);
    if (secret.isEmpty() || !token.appKey().equals(app.key().toString())) {
      return new Bearer.Corrupt();
    }
    if (!token.isSignedWith(app.clientId(), secret.get())) {
      return new Bearer.Unknown();
    }
    if (token.user().isEmpty() || token.ttl() < 0) {
      return new Bearer.Corrupt();
    }
    long ttl = token.ttl() == 0 ? Tokens.LONGEST.toSeconds() : token.ttl();
    Instant end = token.issuedAt().plusSeconds(Math.min(ttl, Tokens.LONGEST.toSeconds()));
    return isOver(token.issuedAt(), end)
        ? new Bearer.Expired()
        : new Bearer.OfUser(app.id(), token.user(), token.issuedAt(), end.toEpochMilli());
  }

  private boolean isOver(Instant issued, Instant end) {
    Instant now = clock.instant();
    return !end.isAfter(now) || issued.isAfter(now.plus(AHEAD));
  }
}
