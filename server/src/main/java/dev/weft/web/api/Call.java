package dev.weft.web.api;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.web.api.Json.MalformedJsonException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One request to an app, on its way to a handler: the app is known and the caller may call.
public final class Call {

  private static final List<String> FOREIGN =
      List.of("application/xml", "text/xml", "multipart/", "image/", "audio/", "video/");

  private static final String FORM = "application/x-www-form-urlencoded";

  /// What stands in place of the organization where an app is called by its id in Agora's realm.
  public static final String APP_ID = "app-id";

  private final HttpExchange exchange;
  private final App app;
  private final @Nullable Actor actor;
  private final List<String> parameters;

  /// @param actor who calls; null if the route asks for no token and none came along
  public Call(HttpExchange exchange, App app, @Nullable Actor actor, List<String> parameters) {
    this.exchange = exchange;
    this.app = app;
    this.actor = actor;
    this.parameters = parameters;
  }

  public App app() {
    return app;
  }

  /// Who calls.
  ///
  /// @throws IllegalStateException on a route that takes callers without a token
  public Actor actor() {
    if (actor == null) {
      throw new IllegalStateException("nobody in particular calls this route");
    }
    return actor;
  }

  String method() {
    return exchange.method();
  }

  /// What stood at the `{}` number `index` of the route's pattern, decoded.
  public String parameter(int index) {
    return parameters.get(index);
  }

  public Query query() {
    return exchange.query();
  }

  public Optional<String> header(String name) {
    return exchange.header(name);
  }

  /// The bearer token of the call, if it carries one.
  public Optional<String> bearer() {
    return Authenticator.bearer(exchange);
  }

  /// The body, unread.
  public InputStream stream() {
    return exchange.body();
  }

  /// The path below `/{org}/{app}`, as it came.
  String path() {
    String path = exchange.rawPath();
    return path.substring(path.indexOf('/', path.indexOf('/', 1) + 1));
  }

  /// Whether the app was called by its id in Agora's realm.
  boolean isByAppId() {
    return exchange.rawPath().startsWith("/" + APP_ID + "/");
  }

  /// The address of the client; that of a proxy, if one stands between that is not trusted.
  public String address() {
    return exchange.address();
  }

  /// Scheme, host and app: what full URLs in answers begin with.
  public String baseUrl() {
    return exchange.origin() + "/" + app.key().org() + "/" + app.key().app();
  }

  /// Milliseconds since 1970 at which the call came in.
  public long started() {
    return exchange.started();
  }

  /// Milliseconds since the call came in.
  long duration() {
    return exchange.elapsed();
  }

  /// The body as a JSON object; one that is not ends the call with the vendor's general error.
  public JsonBody json() {
    return json(Errors::invalidBody);
  }

  /// The body as a JSON object; one that is not, or has a field of the wrong type, ends the call
  /// with `malformed`.
  public JsonBody json(Supplier<VendorException> malformed) {
    if (jsonNode(malformed) instanceof ObjectNode object) {
      return new JsonBody(object, malformed);
    }
    throw malformed.get();
  }

  /// The body as any JSON value.
  public JsonNode jsonNode(Supplier<VendorException> malformed) {
    exchange
        .header("Content-Type")
        .filter(Call::isForeign)
        .ifPresent(
            type -> {
              throw Errors.unsupportedMediaType(type);
            });
    try {
      return Json.read(Charsets.utf8(exchange.header("Content-Type"), exchange.readBody()));
    } catch (MalformedJsonException e) {
      throw malformed.get();
    }
  }

  /// The body as a form, as browsers and the vendor's calls about attributes send it.
  ///
  /// @throws VendorException 415 if it says that it is something else
  public Query form() {
    exchange
        .header("Content-Type")
        .filter(type -> !type.toLowerCase(Locale.ROOT).startsWith(FORM))
        .ifPresent(
            type -> {
              throw Errors.unsupportedMediaType(type);
            });
    return Query.parse(new String(exchange.readBody(), StandardCharsets.UTF_8));
  }

  /// Whether the body is empty: some calls take none as well as one.
  public boolean hasNoBody() {
    return exchange.readBody().length == 0;
  }

  /// Whether a content type is clearly none of ours. The SDKs send none, and curl its form default:
  /// what can be JSON by mistake is read as JSON.
  private static boolean isForeign(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    return FOREIGN.stream().anyMatch(type::startsWith);
  }
}
