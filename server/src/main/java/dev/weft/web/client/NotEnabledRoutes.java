package dev.weft.web.client;

import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;

/// What SDKs offer and needs a service behind the server: translation, reports, tokens of real-time
/// communication. The SDKs know the answer as "not enabled" (MSYNC contract, section 16).
final class NotEnabledRoutes {

  private static final Rate RATE = Rate.of("users");

  void addTo(Routes routes) {
    routes
        .add("POST", "/users/{}/translate", Access.MEMBER, RATE, this::refuse)
        .add("GET", "/users/{}/translate/support/language", Access.MEMBER, RATE, this::refuse)
        .add("GET", "/users/{}/token/rtc", Access.MEMBER, RATE, this::refuse)
        .add("POST", "/rtc_mapper/batch/get", Access.MEMBER, RATE, this::refuse)
        .add("POST", "/user/{}/moderation/report/message/{}", Access.MEMBER, RATE, this::refuse);
  }

  private Answer refuse(Call call) {
    throw Errors.notEnabled();
  }
}
