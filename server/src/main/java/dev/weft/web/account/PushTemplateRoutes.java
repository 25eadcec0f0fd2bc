package dev.weft.web.account;

import dev.weft.chat.push.PushSettings;
import dev.weft.chat.push.PushTemplate;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.LinkedHashMap;
import java.util.Map;

/// Templates of notifications: what an app's notifications would say (VENDOR-2026, section 2.5).
public final class PushTemplateRoutes {

  private static final Rate RATE = Rate.of("push-template", 10);

  /// Longer than what any push service shows.
  private static final int MAX_PATTERN = 4_096;

  private final PushSettings push;

  public PushTemplateRoutes(PushSettings push) {
    this.push = push;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/notification/template", RATE, this::create)
        .add("PUT", "/notification/template/{}", RATE, this::modify)
        .add("GET", "/notification/template/{}", RATE, this::get)
        .add("DELETE", "/notification/template/{}", RATE, this::delete);
  }

  private Answer create(Call call) {
    JsonBody body = call.json();
    String name = text(body, "name");
    if (!name.matches("[A-Za-z0-9]{1,64}")) {
      throw Errors.illegalArgument("parameters is invalid : name");
    }
    return shown(call, put(call, body, name));
  }

  private Answer modify(Call call) {
    PushTemplate old = push.template(call.app(), call.parameter(0));
    return shown(call, put(call, call.json(), old.name()));
  }

  private PushTemplate put(Call call, JsonBody body, String name) {
    return push.putTemplate(
        call.app(), name, text(body, "title_pattern"), text(body, "content_pattern"));
  }

  private static String text(JsonBody body, String field) {
    return body.text(field)
        .filter(text -> !text.isEmpty() && text.length() <= MAX_PATTERN)
        .orElseThrow(() -> Errors.illegalArgument("parameters is invalid : " + field));
  }

  private Answer get(Call call) {
    return shown(call, push.template(call.app(), call.parameter(0)));
  }

  private Answer delete(Call call) {
    return shown(call, push.deleteTemplate(call.app(), call.parameter(0)));
  }

  private static Answer shown(Call call, PushTemplate template) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", template.name());
    data.put("createAt", template.created().toEpochMilli());
    data.put("updateAt", template.updated().toEpochMilli());
    data.put("title_pattern", template.title());
    data.put("content_pattern", template.content());
    return Envelope.data(call, data);
  }
}
