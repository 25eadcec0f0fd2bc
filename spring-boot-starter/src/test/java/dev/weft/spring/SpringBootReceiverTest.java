package dev.weft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.receiver.MessageCallback;
import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.ThreadChange;
import dev.weft.receiver.once.CallbackHandler;
import dev.weft.receiver.once.GapHook;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class SpringBootReceiverTest {

  private static final String SECRET = "weft.receiver.secret=" + Poster.SECRET;

  private static final String WRONG_SECRET = "whsec_d3Jvbmc=";

  private static App app;

  @BeforeAll
  static void start() {
    app =
        App.start(
            Application.class,
            App.NO_DATABASE,
            SECRET + ",whsec_bmV3",
            "weft.receiver.max-body=1KB");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @BeforeEach
  void forget() {
    app.bean(Heard.class).clear();
  }

  @Test
  void calls_the_annotated_method_once_for_each_callback() throws Exception {
    assertThat(app.weft().post("once-1", "once", 1).statusCode()).isEqualTo(200);
    assertThat(app.weft().post("once-1", "once", 1).statusCode()).isEqualTo(200);
    assertThat(app.weft().post("once-2", "once", 2).statusCode()).isEqualTo(200);

    assertThat(app.bean(Heard.class)).containsExactly("SENT in once", "SENT in once");
  }

  @Test
  void hands_other_callbacks_to_a_bean_that_wants_them() throws Exception {
    app.weft().send("other", 1, "{\"chat_type\":\"groupchat\",\"msg_id\":\"7\"}");

    assertThat(app.bean(Heard.class)).containsExactly("message 7");
  }

  @Test
  void answers_401_to_a_wrong_secret_and_says_so_in_the_log(CapturedOutput output)
      throws Exception {
    // An app that closes takes the log of all apps in the process with it, so this one is fresh.
    try (App fresh = App.start(Application.class, App.NO_DATABASE, SECRET)) {
      HttpResponse<String> response = fresh.signing(WRONG_SECRET).post("wrong", "t", 1);

      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.body()).isEqualTo("SIGNATURE_MISMATCH");
      assertThat(fresh.bean(Heard.class)).isEmpty();
      assertThat(output)
          .contains("refused reason=SIGNATURE_MISMATCH status=401 webhookId=wrong")
          .doesNotContain(Poster.SECRET);
    }
  }

  @Test
  void answers_400_to_a_body_that_is_no_json() throws Exception {
    assertThat(app.weft().send("nonsense", 1, "{nonsense").statusCode()).isEqualTo(400);
  }

  @Test
  void answers_413_to_a_body_larger_than_configured() throws Exception {
    assertThat(app.weft().send("large", 1, " ".repeat(1025)).statusCode()).isEqualTo(413);
  }

  @Test
  void answers_405_to_a_browser() throws Exception {
    assertThat(app.weft().get("/weft/callbacks")).isEqualTo("METHOD_NOT_ALLOWED");
  }

  @Test
  void accepts_the_old_and_the_new_secret_while_it_is_changed() throws Exception {
    assertThat(app.weft().post("old", "change", 1).statusCode()).isEqualTo(200);
    assertThat(app.signing("whsec_bmV3").post("new", "change", 2).statusCode()).isEqualTo(200);
  }

  @Test
  void tells_a_gap_to_the_bean_that_wants_to_know() throws Exception {
    app.weft().post("gap-1", "gap", 1);
    app.weft().post("gap-4", "gap", 4);

    assertThat(app.bean(Heard.class))
        .containsExactly("SENT in gap", "missing 2 to 3", "SENT in gap");
  }

  @Test
  void counts_what_came_to_which_end() throws Exception {
    app.weft().post("counted", "counted", 1);
    app.weft().post("counted", "counted", 1);
    app.signing(WRONG_SECRET).post("counted", "counted", 1);

    assertThat(app.weft().get("/actuator/metrics/weft.receiver.callbacks"))
        .contains("\"handled\"")
        .contains("\"duplicate\"")
        .contains("\"refused\"")
        .contains("\"signature_mismatch\"");
  }

  @Test
  void is_healthy_until_the_app_keeps_failing() throws Exception {
    try (App failing = App.start(Failing.class, App.NO_DATABASE, SECRET)) {
      failing.signing(WRONG_SECRET).post("call-0", "t", 1);
      assertThat(failing.weft().get("/actuator/health/weftReceiver"))
          .contains("\"UP\"")
          .contains("SIGNATURE_MISMATCH");

      for (int i = 0; i < CallbackHealth.FAILURES_IN_A_ROW; i++) {
        assertThat(failing.weft().post("call-1", "t", 1).statusCode()).isEqualTo(500);
      }
      assertThat(failing.weft().get("/actuator/health/weftReceiver")).contains("\"DOWN\"");
    }
  }

  @Test
  void runs_on_the_spring_boot_it_is_meant_to() {
    assertThat(SpringBootVersion.getVersion()).startsWith(System.getProperty("boot.major") + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"weft.receiver.secret=", "weft.receiver.vendor-secret="})
  void does_not_start_with_the_one_secret_where_the_other_belongs(
      String property, CapturedOutput output) {
    String wrong =
        property.contains("vendor") ? "whsec_MfKQ9r8GKYqrTwjUPD8ILPZI" : "console-secret-77";

    assertThatThrownBy(
            () -> App.start(Application.class, App.NO_DATABASE, property + wrong).close())
        .isNotNull();
    assertThat(output)
        .contains(property.substring(0, property.length() - 1))
        .contains("a signing secret")
        .doesNotContain(wrong);
  }

  @Test
  void does_not_start_without_a_secret_and_says_what_to_set(CapturedOutput output) {
    assertThatThrownBy(() -> App.start(Application.class, App.NO_DATABASE).close()).isNotNull();
    assertThat(output).contains("weft.receiver.secret");
  }

  @Test
  void does_not_start_with_a_method_it_could_not_call() {
    assertThatThrownBy(() -> App.start(Misfit.class, App.NO_DATABASE, SECRET).close())
        .hasMessageContaining("asks for a String");
  }

  /// What the app's handlers were told.
  static final class Heard extends CopyOnWriteArrayList<String> {
    private static final long serialVersionUID = 1;
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    Heard heard() {
      return new Heard();
    }

    @Bean
    Handlers handlers(Heard heard) {
      return new Handlers(heard);
    }

    @Bean
    CallbackHandler messages(Heard heard) {
      return accepted -> {
        if (accepted.callback() instanceof MessageCallback message) {
          heard.add("message " + message.messageId().value());
        }
      };
    }

    @Bean
    GapHook gaps(Heard heard) {
      return gap -> heard.add("missing " + gap.first() + " to " + gap.last());
    }
  }

  record Handlers(List<String> heard) {

    @ThreadCallbackHandler
    void changed(ThreadCallback callback, ThreadChange change) {
      heard.add(change + " in " + callback.threadId().value());
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Failing {

    @ThreadCallbackHandler
    void fail() {
      throw new IllegalStateException("disk full");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Misfit {

    @ThreadCallbackHandler
    void handle(String text) {
      throw new IllegalStateException(text);
    }
  }
}
