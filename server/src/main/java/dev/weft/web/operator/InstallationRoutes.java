package dev.weft.web.operator;

import dev.weft.app.App;
import dev.weft.app.AppKey;
import dev.weft.app.Apps;
import dev.weft.app.Credentials;
import dev.weft.app.OperatorRole;
import dev.weft.app.operator.AuditEntry;
import dev.weft.app.operator.AuditLog;
import dev.weft.app.operator.Operator;
import dev.weft.app.operator.Operators;
import dev.weft.callback.rule.Rules;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.VendorException;
import dev.weft.web.operator.OperatorRoutes.Scope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Apps, operators, links and the audit log.
public final class InstallationRoutes {

  private final Apps apps;
  private final Rules rules;
  private final Operators operators;
  private final AuditLog auditLog;

  public InstallationRoutes(Apps apps, Rules rules, Operators operators, AuditLog auditLog) {
    this.apps = apps;
    this.rules = rules;
    this.operators = operators;
    this.auditLog = auditLog;
  }

  public void addTo(OperatorRoutes routes) {
    routes
        .add("GET", "/apps", OperatorRole.VIEWER, Scope.TENANT, this::apps)
        .add("POST", "/apps", OperatorRole.ADMIN, Scope.INSTALLATION, this::createApp)
        .add("POST", "/links", OperatorRole.OPERATOR, Scope.INSTALLATION, this::tenantLink)
        .add("GET", "/operators", OperatorRole.ADMIN, Scope.INSTALLATION, this::operators)
        .add("POST", "/operators", OperatorRole.ADMIN, Scope.INSTALLATION, this::addOperator)
        .add("PUT", "/operators/{}", OperatorRole.ADMIN, Scope.INSTALLATION, this::changeOperator)
        .add(
            "DELETE", "/operators/{}", OperatorRole.ADMIN, Scope.INSTALLATION, this::removeOperator)
        .add("POST", "/operators/{}/link", OperatorRole.ADMIN, Scope.INSTALLATION, this::link)
        .add(
            "DELETE",
            "/operators/{}/sessions",
            OperatorRole.ADMIN,
            Scope.INSTALLATION,
            this::logOut)
        .add("GET", "/audit", OperatorRole.ADMIN, Scope.INSTALLATION, this::audit);
  }

  private Answer apps(OperatorCall call) {
    return OperatorCall.page(
        OperatorApps.seenBy(call.session(), apps).stream().map(this::json).toList(), null);
  }

  private Map<String, Object> json(App app) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("app", app.key().toString());
    json.put("uuid", app.uuid().toString());
    json.put("client_id", app.clientId());
    json.put("created", app.created().toEpochMilli());
    json.put("rules", rules.list(app).size());
    return json;
  }

  private Answer createApp(OperatorCall call) {
    String name = call.json().text("app").orElse("");
    AppKey key =
        AppKey.parse(name)
            .orElseThrow(() -> Errors.illegalArgument("app must be an app key: ORG#APP"));
    Credentials credentials = Apps.randomCredentials();
    App app =
        apps.create(key, credentials)
            .orElseThrow(
                () ->
                    new VendorException(
                        409,
                        "duplicate_unique_property_exists",
                        "OperatorException",
                        "there is an app " + key + " already"));
    Map<String, Object> json = json(app);
    json.put("client_secret", credentials.clientSecret());
    return OperatorCall.data(json);
  }

  private Answer tenantLink(OperatorCall call) {
    JsonBody body = call.json();
    App app = OperatorApps.find(call.session(), body.text("app").orElse(""), apps);
    long hours = body.number("hours").orElse(24L);
    if (hours < 1 || hours > Operators.MAX_TENANT_LIFE.toHours()) {
      throw Errors.illegalArgument("hours must be 1 to " + Operators.MAX_TENANT_LIFE.toHours());
    }
    requireTexts(call);
    String secret = operators.tenantLink(app.key(), Duration.ofHours(hours));
    return OperatorCall.data(Map.of("path", path(secret)));
  }

  /// Where a link leads. The secret stands behind a `#`, which no browser sends and no log keeps.
  static String path(String secret) {
    return "/console/link#" + secret;
  }

  private Answer operators(OperatorCall call) {
    Map<String, Integer> sessions = operators.sessions();
    return OperatorCall.page(
        operators.all().stream()
            .map(one -> json(one, sessions.getOrDefault(one.name(), 0)))
            .toList(),
        null);
  }

  private static Map<String, Object> json(Operator operator, int sessions) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", operator.name());
    json.put("role", operator.role().word());
    json.put("text", operator.seesText());
    json.put("password", !operator.passwordHash().isEmpty());
    json.put("created", operator.created().toEpochMilli());
    if (operator.lastLogin() != null) {
      json.put("last_login", operator.lastLogin().toEpochMilli());
    }
    json.put("sessions", sessions);
    return json;
  }

  /// Nobody gives to others, or to another name of the same person, what is withheld from the
  /// session.
  private static void requireTexts(OperatorCall call) {
    if (!call.session().seesText()) {
      throw Errors.textsNeeded();
    }
  }

  /// Makes sure that whoever lets somebody in as this operator may see what that one sees.
  private void requireTextsOf(OperatorCall call, String name) {
    if (operators.find(name).filter(Operator::seesText).isPresent()) {
      requireTexts(call);
    }
  }

  private Answer addOperator(OperatorCall call) {
    JsonBody body = call.json();
    if (body.flag("text").orElse(false)) {
      requireTexts(call);
    }
    Operator added =
        operators.add(
            body.text("name").orElse(""),
            role(body, OperatorRole.VIEWER),
            body.flag("text").orElse(false),
            body.text("password").orElse(""));
    return OperatorCall.data(json(added, 0));
  }

  private Answer changeOperator(OperatorCall call) {
    JsonBody body = call.json();
    requireKnown(call.parameter(0));
    if (body.flag("text").orElse(false)) {
      requireTexts(call);
    }
    if (body.text("password").isPresent()) {
      requireTextsOf(call, call.parameter(0));
    }
    Operator changed =
        operators.change(
            call.parameter(0),
            role(body, null),
            body.flag("text").orElse(null),
            body.text("password").orElse(null));
    return OperatorCall.data(json(changed, operators.sessions().getOrDefault(changed.name(), 0)));
  }

  @SuppressWarnings("NullAway") // null in, null out
  private static OperatorRole role(JsonBody body, @Nullable OperatorRole otherwise) {
    return body.text("role")
        .map(
            word ->
                OperatorRole.of(word)
                    .orElseThrow(
                        () -> Errors.illegalArgument("role must be viewer, operator or admin")))
        .orElse(otherwise);
  }

  private void requireKnown(String name) {
    if (operators.find(name).isEmpty()) {
      throw OperatorCall.missing("there is no operator named \"" + name + "\"");
    }
  }

  private Answer removeOperator(OperatorCall call) {
    requireKnown(call.parameter(0));
    operators.remove(call.parameter(0));
    return OperatorCall.data(Map.of("name", call.parameter(0)));
  }

  private Answer link(OperatorCall call) {
    requireKnown(call.parameter(0));
    requireTextsOf(call, call.parameter(0));
    return OperatorCall.data(Map.of("path", path(operators.link(call.parameter(0)))));
  }

  private Answer logOut(OperatorCall call) {
    requireKnown(call.parameter(0));
    operators.leaveEverywhere(call.parameter(0));
    return OperatorCall.data(Map.of("name", call.parameter(0)));
  }

  private Answer audit(OperatorCall call) {
    int limit = call.query().pageSize("limit", 100, 500);
    @Nullable String position = Cursor.decode(call.query());
    long before =
        position != null && position.matches("[0-9]{1,18}")
            ? Long.parseLong(position)
            : Long.MAX_VALUE;
    List<AuditEntry> found =
        auditLog.list(
            call.query().text("operator").filter(name -> !name.isEmpty()).orElse(null),
            before,
            limit);
    @Nullable String next =
        found.size() < limit ? null : Cursor.encode(Long.toString(found.getLast().id()));
    return OperatorCall.page(found.stream().map(InstallationRoutes::json).toList(), next);
  }

  private static Map<String, Object> json(AuditEntry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", entry.id());
    json.put("at", entry.at().toEpochMilli());
    json.put("operator", entry.operator());
    json.put("action", entry.action());
    if (!entry.app().isEmpty()) {
      json.put("app", entry.app());
    }
    json.put("detail", entry.detail());
    json.put("address", entry.address());
    json.put("status", entry.status());
    return json;
  }
}
