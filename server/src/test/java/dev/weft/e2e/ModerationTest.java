package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Texts are judged by keyword lists and by a service that the app names.
class ModerationTest {

  @TempDir private Path folder;
  private RunningServer server;
  private ApiClient api;

  @BeforeEach
  void start() {
    server = RunningServer.start(folder);
    api = server.client();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void an_app_without_lists_and_service_is_told_so() {
    assertThat(check("Tea?").error()).isEqualTo("400 Bad request: text moderation not open");
    assertThat(check(" ").error()).isEqualTo("400 Bad request: message content is empty or null");
  }

  @Test
  void a_text_with_a_refused_keyword_is_rejected_whatever_its_letter_case() {
    list("bad", "REJECT", false, "加我微信", "Spam");

    Reply found = check("请加我微信88888, no sPAM");
    Reply clean = check("请喝茶");

    assertThat(found.at("/data/type").asString()).isEqualTo("REJECT");
    assertThat(found.at("/data/riskLabel").asString()).isEqualTo("BAN");
    assertThat(found.at("/data/sensitiveWords").toString()).isEqualTo("[\"加我微信\",\"sPAM\"]");
    assertThat(found.at("/data/exchangeText").asString()).isEqualTo("请***88888, no ***");
    assertThat(clean.at("/data/type").asString()).isEqualTo("PASS");
    assertThat(clean.at("/data/riskType").asString()).isEqualTo("无风险");
  }

  @Test
  void a_replacing_list_makes_a_text_suspect() {
    list("mild", "EXCHANGE", false, "darn");

    Reply found = check("darn it");

    assertThat(found.at("/data/type").asString()).isEqualTo("REVIEWED");
    assertThat(found.at("/data/exchangeText").asString()).isEqualTo("*** it");
  }

  @Test
  void an_allow_list_covers_what_stands_inside_its_words() {
    list("bad", "REJECT", false, "sex");
    list("good", "PASS", false, "Essex");

    assertThat(check("He lives in Essex").at("/data/type").asString()).isEqualTo("PASS");
    assertThat(check("sex in Essex").at("/data/type").asString()).isEqualTo("REJECT");
  }

  @Test
  void a_list_of_whole_texts_finds_nothing_inside_a_longer_one() {
    list("exact", "REJECT", true, "spam");

    assertThat(check("SPAM").at("/data/type").asString()).isEqualTo("REJECT");
    assertThat(check("spam spam").at("/data/type").asString()).isEqualTo("PASS");
  }

  @Test
  void a_changed_list_counts_at_once() {
    String id = list("bad", "REJECT", false, "spam");
    assertThat(check("ham").at("/data/type").asString()).isEqualTo("PASS");

    api.post(lists(id) + "/word/batch", "{\"wordContents\":[\"ham\"],\"userId\":\"ann\"}").ok();
    assertThat(check("ham").at("/data/type").asString()).isEqualTo("REJECT");

    String word = api.post(lists(id) + "/word", "{\"word\":\"h\"}").at("/entities/0/id").asString();
    api.put(lists(id) + "/word", "{\"id\":\"" + word + "\",\"word\":\"eggs\"}").ok();
    assertThat(check("ham").at("/data/type").asString()).isEqualTo("PASS");
    assertThat(check("eggs").at("/data/type").asString()).isEqualTo("REJECT");

    api.delete(lists(id) + "/word?wordId=" + word).ok();
    assertThat(check("eggs").at("/data/type").asString()).isEqualTo("PASS");

    api.delete(lists(id)).ok();
    assertThat(check("spam").status()).isEqualTo(400);
  }

  @Test
  void lists_are_searched_by_name_and_page() {
    list("a", "REJECT", false, "x");
    list("b", "PASS", false, "y");

    Reply byName = search("{\"name\":\"b\"}");
    Reply second = search("{\"page\":1,\"size\":1}");

    assertThat(byName.at("/totalElements").intValue()).isEqualTo(1);
    assertThat(byName.at("/entities/0/disposition").asString()).isEqualTo("PASS");
    assertThat(byName.at("/entities/0/quantity").intValue()).isEqualTo(1);
    assertThat(second.at("/entities/0/name").asString()).isEqualTo("b");
    assertThat(second.at("/last").booleanValue()).isTrue();
    assertThat(second.at("/first").booleanValue()).isFalse();
  }

  @Test
  void what_cannot_be_kept_is_refused_in_the_vendors_words() {
    String id = list("bad", "REJECT", false, "spam");

    assertThat(create("bad", "REJECT", false, "x").error())
        .isEqualTo("400 Bad Request: The textList already exists");
    assertThat(api.post("/moderation/text/list", "{\"name\":\"x\"}").error())
        .isEqualTo("400 Bad Request: request param is empty");
    assertThat(api.post(lists(id) + "/word/batch", "{\"wordContents\":[\"spam\"]}").error())
        .isEqualTo("400 Bad Request: The textList already contains the text");
    assertThat(api.delete(lists("none")).error())
        .isEqualTo("400 Bad Request: textList data is empty");
  }

  @Test
  void a_service_that_the_app_names_is_asked() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(exchange.getRequestHeaders().getFirst("webhook-signature") + " " + body);
          byte[] answer =
              """
              {"type":"REVIEWED","riskType":"广告","riskLabel":"AD","sensitiveWords":["buy"]}
              """
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    service.start();
    try {
      String url = "http://127.0.0.1:" + service.getAddress().getPort() + "/texts";
      api.put("/moderation/webhook", "{\"url\":\"" + url + "\"}").ok();

      Reply found = check("buy now");

      assertThat(found.at("/data/type").asString()).isEqualTo("REVIEWED");
      assertThat(found.at("/data/riskLabel").asString()).isEqualTo("AD");
      assertThat(asked.poll(20, TimeUnit.SECONDS))
          .startsWith("v1,")
          .contains("\"content\":\"buy now\"", "\"appkey\":\"easemob-demo#easeim\"");

      list("bad", "REJECT", false, "buy");
      assertThat(check("buy now").at("/data/type").asString()).isEqualTo("REJECT");
      assertThat(asked).as("what lists refuse costs no question").isEmpty();
    } finally {
      service.stop(0);
    }
    assertThat(check("hello").at("/data/type").asString()).isEqualTo("UNKNOWN");
    api.delete("/moderation/webhook").ok();
    assertThat(check("hello").at("/data/type").asString()).isEqualTo("PASS");
  }

  @Test
  void a_service_may_not_be_where_callbacks_may_not_go() {
    assertThat(api.put("/moderation/webhook", "{\"url\":\"http://10.0.0.1/\"}").status())
        .isEqualTo(400);
    assertThat(api.put("/moderation/webhook", "{\"url\":\"ftp://example.com/\"}").status())
        .isEqualTo(400);
    assertThat(api.get("/moderation/webhook").status()).isEqualTo(404);
  }

  @Test
  void translation_answers_as_a_service_that_was_not_opened() {
    assertThat(api.post("/translate", "{\"text\":\"hi\",\"to\":[\"zh\"]}").error())
        .isEqualTo("503 service_not_open: service not open");
  }

  private Reply check(String content) {
    return api.post("/moderation/txt/check", "{\"content\":\"" + content + "\"}");
  }

  private String list(String name, String disposition, boolean fullMatch, String... words) {
    JsonNode made = create(name, disposition, fullMatch, words).ok().get("entity");
    assertThat(made.get("quantity").intValue()).isEqualTo(words.length);
    return made.get("id").stringValue();
  }

  private Reply create(String name, String disposition, boolean fullMatch, String... words) {
    return api.post(
        "/moderation/text/list",
        """
        {"name":"%s","scope":"ALL","disposition":"%s","fullMatch":%s,"userId":"ann",
         "textContexts":["%s"]}
        """
            .formatted(name, disposition, fullMatch, String.join("\",\"", words)));
  }

  private Reply search(String body) {
    return api.post("/moderation/text/list/search", body);
  }

  private static String lists(String id) {
    return "/moderation/text/list/" + id;
  }
}
