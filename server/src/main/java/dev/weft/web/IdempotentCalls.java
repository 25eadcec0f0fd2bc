package dev.weft.web;

import dev.weft.app.Actor;
import dev.weft.idempotency.KeptAnswer;
import dev.weft.idempotency.KeyReusedException;
import dev.weft.idempotency.KeyedCall;
import dev.weft.idempotency.KeyedCalls;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Handler;
import dev.weft.web.api.HttpExchange;
import dev.weft.web.api.Routes.Route;
import dev.weft.web.api.StagedHandler;
import dev.weft.web.api.UnkeyedHandler;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes a call with an `Idempotency-Key` once (draft-ietf-httpapi-idempotency-key-header). A call
/// without the header costs one look for it.
record IdempotentCalls(KeyedCalls calls) {

  private static final String HEADER = "Idempotency-Key";

  private static final Map<String, String> REPLAYED = Map.of("Idempotent-Replayed", "true");

  /// Whether a key on calls of this route is looked at.
  static boolean takesKey(Route route) {
    boolean changes = route.method().equals("POST") || route.method().equals("PUT");
    return changes && !(route.handler() instanceof UnkeyedHandler);
  }

  /// The answer of the route, made now or before.
  Answer answer(HttpExchange exchange, Route route, Call call, @Nullable Actor actor) {
    Optional<String> header = takesKey(route) ? exchange.header(HEADER) : Optional.<String>empty();
    if (header.isEmpty() || isUpload(exchange)) {
      return route.handler().handle(call);
    }
    String key = KeyedCall.key(header.get()).orElseThrow(Errors::badIdempotencyKey);
    KeyedCall keyed = new KeyedCall(call.app().id(), caller(actor), key, exchange.digest());
    try {
      Optional<KeptAnswer> before = calls.kept(keyed);
      if (before.isPresent()) {
        return again(before.get());
      }
      Supplier<Answer> rest = prepared(route.handler(), call);
      KeyedCalls.Outcome outcome = calls.once(keyed, () -> kept(rest.get()));
      return outcome.replayed()
          ? again(outcome.answer())
          : new Answer.Document(outcome.answer().status(), outcome.answer().body(), Map.of());
    } catch (KeyReusedException e) {
      throw Errors.idempotencyKeyReused();
    }
  }

  /// An upload comes as a stream, for which no unit of work may wait.
  private static boolean isUpload(HttpExchange exchange) {
    return exchange
        .header("Content-Type")
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/"))
        .isPresent();
  }

  private static Supplier<Answer> prepared(Handler handler, Call call) {
    return handler instanceof StagedHandler(var first)
        ? first.apply(call)
        : () -> handler.handle(call);
  }

  private static KeptAnswer kept(Answer answer) {
    if (answer instanceof Answer.Document document) {
      return new KeptAnswer(document.status(), document.utf8());
    }
    throw new IllegalStateException("only a document can be kept, a route answers otherwise");
  }

  private static Answer again(KeptAnswer answer) {
    return new Answer.Document(answer.status(), answer.body(), REPLAYED);
  }

  private static String caller(@Nullable Actor actor) {
    return switch (actor) {
      case null -> "";
      case Actor.AppServer _ -> "app";
      case Actor.Member member -> "user " + member.user().value();
      case Actor.Operator operator -> "operator " + operator.name();
    };
  }
}
