package dev.weft.web.api;

/// The errors every endpoint may answer with (REST contract, section 1.3).
public final class Errors {

  private static final String SECURITY = "org.apache.usergrid.rest.exceptions.SecurityException";

  /// What client SDKs know a token that is not taken by.
  private static final int MEMBER_UNAUTHORIZED = 40001;

  /// What client SDKs know a service by that is not enabled.
  private static final int NOT_ENABLED = 40000;

  private Errors() {}

  static VendorException tokenExpired() {
    return new VendorException(
            401, "unauthorized", SECURITY, "Unable to authenticate due to expired access token")
        .withCode(MEMBER_UNAUTHORIZED);
  }

  static VendorException tokenCorrupt() {
    return new VendorException(
            401,
            "auth_bad_access_token",
            SECURITY,
            "Unable to authenticate due to corrupt access token")
        .withCode(MEMBER_UNAUTHORIZED);
  }

  static VendorException tokenUnknown() {
    return new VendorException(401, "auth_bad_access_token", SECURITY, "Unable to authenticate")
        .withCode(MEMBER_UNAUTHORIZED);
  }

  /// A user token where the app's server must call.
  static VendorException appTokenNeeded() {
    return tokenCorrupt()
        .withHint(
            "This is the token of a user. This call needs an app token: POST /token with"
                + " grant_type client_credentials.");
  }

  static VendorException operatorTokenNeeded() {
    return new VendorException(
        403,
        "forbidden_op",
        SECURITY,
        "This call is about the whole installation: it needs the token of an operator ('weft"
            + " operator add' makes one), not one of an app");
  }

  static VendorException roleTooLow(String has, String needs) {
    return new VendorException(
        403,
        "forbidden_op",
        SECURITY,
        "An operator of the role " + has + " may not do this: it needs the role " + needs);
  }

  /// An operator who may not see what people write wants to have it shown to somebody.
  public static VendorException textsNeeded() {
    return new VendorException(
        403,
        "forbidden_op",
        SECURITY,
        "This decides who gets to see what people write: it needs the right to see texts"
            + " ('weft operator' gives it with --text)");
  }

  static VendorException registrationClosed() {
    return new VendorException(
        401, "unauthorized", SECURITY, "registration is not open, please contact the app admin");
  }

  public static VendorException appNotFound(String org, String app, String rest) {
    return new VendorException(
        404,
        "organization_application_not_found",
        "org.apache.usergrid.rest.exceptions.OrganizationApplicationNotFoundException",
        "Could not find application for %s/%s from URI: %s/%s%s"
            .formatted(org, app, org, app, rest));
  }

  public static VendorException resourceNotFound() {
    return new VendorException(
        404,
        "service_resource_not_found",
        "org.apache.usergrid.services.exceptions.ServiceResourceNotFoundException",
        "Service resource not found");
  }

  /// 405 for a path that has other methods.
  ///
  /// @param allowed the methods there are, comma-separated
  public static VendorException methodNotAllowed(String method, String allowed) {
    return new VendorException(
            405,
            "method_not_allowed",
            "org.springframework.web.HttpRequestMethodNotSupportedException",
            "Request method '" + method + "' not supported")
        .with("Allow", allowed);
  }

  static VendorException unsupportedMediaType(String contentType) {
    return new VendorException(
        415,
        "web_application",
        "javax.ws.rs.NotSupportedException",
        "Content type '" + contentType + "' not supported");
  }

  /// A content coding of the body that is not taken (RFC 9110, section 15.5.16).
  static VendorException unsupportedCoding() {
    return new VendorException(
            415,
            "web_application",
            "javax.ws.rs.NotSupportedException",
            "The Content-Encoding of a request must be gzip or identity")
        .with("Accept-Encoding", "gzip, identity");
  }

  /// What never becomes a request, because it is not proper HTTP.
  public static VendorException notHttp(int status, String sentence) {
    return new VendorException(
        status, status < 500 ? "illegal_argument" : "internal_error", "HttpException", sentence);
  }

  /// The body did not come to its end.
  ///
  /// @param status 400 broken, 408 too slow, 413 too large, 503 no memory for it
  public static VendorException bodyNotRead(int status, String sentence) {
    return switch (status) {
      case 413 ->
          new VendorException(
              413, "invalid_request_body", "RequestBodyTooLargeException", sentence);
      case 408 -> new VendorException(408, "request_timeout", "RequestTimeoutException", sentence);
      case 503 ->
          new VendorException(503, "service_unavailable", "RequestBodyMemoryException", sentence)
              .with("Retry-After", "1");
      default -> invalidBody();
    };
  }

  public static VendorException invalidBody() {
    return new VendorException(
        400,
        "invalid_request_body",
        "InvalidRequestBodyException",
        "Request body is invalid. Please check body is correct.");
  }

  public static VendorException bodyTooLarge(long limit) {
    return new VendorException(
        413,
        "invalid_request_body",
        "RequestBodyTooLargeException",
        "Request body is too large, the limit is " + limit + " bytes.");
  }

  public static VendorException callRate() {
    return new VendorException(
            429, "reach_limit", "ReachLimitException", "This request has reached api limit.")
        .with("Retry-After", "1");
  }

  /// One app has as many of something at one time as one may have; others go on.
  ///
  /// @param what in the plural: `event streams`
  public static VendorException shareUsedUp(int most, String what) {
    return new VendorException(
            429,
            "reach_limit",
            "ReachLimitException",
            "This app already has %d %s, the limit of one app.".formatted(most, what))
        .with("Retry-After", "1");
  }

  /// The header is there and no key.
  public static VendorException badIdempotencyKey() {
    return illegalArgument("Idempotency-Key must be 1 to 255 visible ASCII characters");
  }

  /// One key stands for one request.
  public static VendorException idempotencyKeyReused() {
    return new VendorException(
        422,
        "idempotency_key_reused",
        "KeyReusedException",
        "This Idempotency-Key was sent before with another request. Every request needs a key of"
            + " its own; only its retries carry the same one.");
  }

  public static VendorException illegalArgument(String description) {
    return new VendorException(
        400, "illegal_argument", "java.lang.IllegalArgumentException", description);
  }

  public static VendorException invalidParameter(String description) {
    return new VendorException(400, "invalid_parameter", "InvalidParameterException", description);
  }

  /// Something that needs a service which is not part of this server.
  public static VendorException notEnabled() {
    return forbidden("forbidden_op", "this service is not enabled").withCode(NOT_ENABLED);
  }

  /// What may not be done, or not so often.
  public static VendorException forbidden(String error, String description) {
    return new VendorException(
        403, error, "com.easemob.group.exceptions.ForbiddenOpException", description);
  }

  public static VendorException busy() {
    return new VendorException(
            503,
            "service_unavailable",
            "StoreBusyException",
            "The server is busy. Please try again.")
        .with("Retry-After", "1");
  }

  public static VendorException internal() {
    return new VendorException(500, "internal_error", "InternalErrorException", "internal error");
  }

  public static VendorException storeFailed() {
    return new VendorException(
        503,
        "service_unavailable",
        "StoreFailedException",
        "The store did not accept the write, nothing was changed. Please try again.");
  }

  public static VendorException storeInDoubt() {
    return new VendorException(
        500,
        "internal_error",
        "StoreFailedException",
        "internal error: the store could not confirm the write, it may have been made");
  }
}
