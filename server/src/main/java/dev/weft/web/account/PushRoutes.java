package dev.weft.web.account;

import dev.weft.app.UserId;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.push.PushBinding;
import dev.weft.chat.push.PushSetting;
import dev.weft.chat.push.PushSettings;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.VendorException;
import dev.weft.web.vendor.UserJson;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Settings of users for notifications: nickname, style, quiet hours, language, template, bindings
/// of devices. Kept and answered; nothing is pushed (VENDOR-2026, section 2.5).
public final class PushRoutes {

  private static final Rate RATE = Rate.of("users");
  private static final int MAX_NICKNAME = 100;
  private static final int MAX_BATCH = 50;

  /// Longer than any token of a push service.
  private static final int MAX_TEXT = 4_096;

  private static final int MAX_HOUR = 24;

  private final PushSettings push;

  public PushRoutes(PushSettings push) {
    this.push = push;
  }

  public void addTo(Routes routes) {
    routes
        .add("PUT", "/users/{}", Access.MEMBER, RATE, this::change)
        .add("PUT", "/push/nickname", RATE, this::nicknames)
        .add("PUT", "/users/{}/push/binding", Access.MEMBER, RATE, this::bind)
        .add("GET", "/users/{}/push/binding", Access.MEMBER, RATE, this::bindings)
        .add("PUT", "/users/{}/notification/language", Access.MEMBER, RATE, this::setLanguage)
        .add("GET", "/users/{}/notification/language", Access.MEMBER, RATE, this::language)
        .add("PUT", "/users/{}/notification/template", Access.MEMBER, RATE, this::setTemplate)
        .add("GET", "/users/{}/notification/template", Access.MEMBER, RATE, this::template);
  }

  private Answer change(Call call) {
    UserId user = self(call);
    JsonBody body = call.json();
    Optional<String> nickname = body.text("nickname").map(PushRoutes::shortEnough);
    Map<PushSetting, String> settings = new EnumMap<>(PushSetting.class);
    number(body, PushSetting.DISPLAY_STYLE, 1, settings);
    body.flag(PushSetting.NO_DISTURBING.word())
        .ifPresent(quiet -> settings.put(PushSetting.NO_DISTURBING, quiet.toString()));
    number(body, PushSetting.NO_DISTURBING_START, MAX_HOUR, settings);
    number(body, PushSetting.NO_DISTURBING_END, MAX_HOUR, settings);
    PushSettings.Owner owner = push.change(call.app(), user, nickname.orElse(null), settings);
    Map<String, Object> entity = new LinkedHashMap<>(UserJson.of(owner.user()));
    owner.settings().forEach((setting, value) -> put(entity, setting, value));
    return Envelope.of(call).with("path", "/users").with("entities", List.of(entity)).answer();
  }

  private static String shortEnough(String nickname) {
    if (nickname.codePointCount(0, nickname.length()) > MAX_NICKNAME) {
      throw Errors.illegalArgument("NICKNAME_TOO_LONG");
    }
    return nickname;
  }

  private static void number(
      JsonBody body, PushSetting setting, int max, Map<PushSetting, String> settings) {
    body.number(setting.word())
        .ifPresent(
            number -> {
              if (number < 0 || number > max) {
                throw invalid(setting.word());
              }
              settings.put(setting, number.toString());
            });
  }

  private static void put(Map<String, Object> entity, PushSetting setting, String value) {
    switch (setting) {
      case DISPLAY_STYLE, NO_DISTURBING_START, NO_DISTURBING_END ->
          entity.put(setting.word(), Integer.valueOf(value));
      case NO_DISTURBING -> entity.put(setting.word(), Boolean.valueOf(value));
      case LANGUAGE, TEMPLATE -> {}
    }
  }

  private Answer nicknames(Call call) {
    JsonNode body = call.jsonNode(Errors::invalidBody);
    if (!body.isArray() || body.isEmpty()) {
      throw Errors.illegalArgument("put user push nicknames illegal empty request body");
    }
    if (body.size() > MAX_BATCH) {
      throw Errors.illegalArgument("put user push nicknames exceeds the limit");
    }
    Map<UserId, String> wanted = new LinkedHashMap<>();
    body.forEach(each -> nickname(each, wanted));
    List<UserId> renamed = push.rename(call.app(), wanted);
    List<Map<String, String>> entities = new ArrayList<>();
    wanted.forEach(
        (user, nickname) -> {
          if (renamed.contains(user)) {
            entities.add(Map.of("username", user.value(), "push_nickname", nickname));
          }
        });
    return Envelope.of(call).at("/push").with("entities", entities).answer();
  }

  private static void nickname(JsonNode node, Map<UserId, String> wanted) {
    if (!(node instanceof ObjectNode object)) {
      throw Errors.invalidBody();
    }
    JsonBody each = new JsonBody(object, Errors::invalidBody);
    Optional<String> nickname = each.text("push_nickname");
    Optional<String> user = each.id("username").filter(name -> !name.isEmpty());
    if (nickname.isEmpty() || user.isEmpty()) {
      throw Errors.illegalArgument("put user push nicknames illegal empty request body");
    }
    if (nickname.get().codePointCount(0, nickname.get().length()) > MAX_NICKNAME) {
      throw Errors.illegalArgument(user.get() + " push nickname length exceeds the limit");
    }
    wanted.put(UserId.of(user.get()), nickname.get());
  }

  private Answer bind(Call call) {
    UserId user = self(call);
    JsonBody body = call.json();
    String device =
        given(body, "device_id")
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> invalid("device_id"));
    PushBinding binding =
        new PushBinding(
            device,
            given(body, "notifier_name").orElse(""),
            given(body, "device_token").orElse(""));
    return bindings(call, push.bind(call.app(), user, binding));
  }

  private static Optional<String> given(JsonBody body, String name) {
    Optional<String> text = body.id(name);
    if (text.filter(value -> value.length() > MAX_TEXT).isPresent()) {
      throw invalid(name);
    }
    return text;
  }

  private Answer bindings(Call call) {
    return bindings(call, push.bindings(call.app(), self(call)));
  }

  private static Answer bindings(Call call, List<PushBinding> bindings) {
    return Envelope.entities(
        call,
        bindings.stream()
            .map(
                each ->
                    Map.of(
                        "device_id", each.device(),
                        "notifier_name", each.notifier(),
                        "device_token", each.token()))
            .toList());
  }

  private Answer setLanguage(Call call) {
    String language =
        given(call.json(), "translationLanguage").orElseThrow(() -> invalid("translationLanguage"));
    return set(call, PushSetting.LANGUAGE, language);
  }

  private Answer language(Call call) {
    return shown(call, push.of(call.app(), self(call)), PushSetting.LANGUAGE);
  }

  private Answer setTemplate(Call call) {
    String name = given(call.json(), "templateName").orElseThrow(() -> invalid("templateName"));
    return set(call, PushSetting.TEMPLATE, name);
  }

  private Answer template(Call call) {
    return shown(call, push.of(call.app(), self(call)), PushSetting.TEMPLATE);
  }

  private Answer set(Call call, PushSetting setting, String value) {
    Map<PushSetting, String> settings =
        push.change(call.app(), self(call), null, Map.of(setting, value)).settings();
    return shown(call, settings, setting);
  }

  private static Answer shown(Call call, Map<PushSetting, String> settings, PushSetting setting) {
    @Nullable String value = settings.get(setting);
    return Envelope.data(call, value == null ? Map.of() : Map.of(setting.word(), value));
  }

  private static VendorException invalid(String field) {
    return new VendorException(
        400, "illegal_argument", "IllegalArgumentException", "parameters is invalid : " + field);
  }

  /// Whose settings they are; a member has only his own.
  private static UserId self(Call call) {
    UserId user = UserId.of(call.parameter(0));
    Permissions.requireSelf(call.actor(), user);
    return user;
  }
}
