package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A page that says, call by call and callback by callback, what of the vendor's is served: made of
/// `docs/api/vendor-operations.yaml` and of what the server has.
final class CompatibilityPage {

  private static final Path OPERATIONS = Path.of("..", "docs", "api", "vendor-operations.yaml");

  /// The words of a page.
  ///
  /// @param suffix what the names of the fields in this language end with
  /// @param what the field that says what a call does
  private record Language(
      String file,
      String suffix,
      String what,
      String area,
      String intro,
      String callsCount,
      String callbacksCount,
      String calls,
      String callbacks,
      String columns,
      String callbackColumns,
      String served,
      String differs,
      String not) {}

  private static final Language ENGLISH =
      new Language(
          "compatibility.md",
          "",
          "what",
          "area",
          """
          # Compatibility

          [中文](zh-CN/compatibility.md)

          This page lists what Easemob documents in 2026 for servers, and the part that Weft serves. Where
          nothing is said beside a call, it takes and answers what the vendor documents. The calls as they are here, with
          every field, are in [openapi.yaml](api/openapi.yaml), the callbacks in
          [asyncapi.yaml](api/asyncapi.yaml) and [callbacks.md](callbacks.md). How to move over is in
          [coming-from-easemob.md](coming-from-easemob.md).

          This page is generated from [vendor-operations.yaml](api/vendor-operations.yaml) and held to the
          running server by a test.
          """,
          "Calls: %d. As documented: %d. With a difference: %d. Not served: %d.",
          "Callback pages: %d. As documented: %d. With a difference: %d. Not served: %d.",
          "Calls",
          "Callbacks",
          "| Call | What it does | Here |",
          "| Page | Word in a rule | Here |",
          "yes",
          "yes, but: ",
          "no: ");

  private static final Language CHINESE =
      new Language(
          "zh-CN/compatibility.md",
          "-zh",
          "zh",
          "zh",
          """
          # 兼容性

          [English](../compatibility.md)

          环信 2026 年服务端文档所列的接口与回调，以及 Weft 的支持情况。未注明差异的接口，其请求与响应
          与环信文档一致。全部字段见 [openapi.yaml](../api/openapi.yaml)，回调见
          [asyncapi.yaml](../api/asyncapi.yaml) 与 [callbacks.md](callbacks.md)。迁移步骤见
          [coming-from-easemob.md](coming-from-easemob.md)。

          本页由 [vendor-operations.yaml](../api/vendor-operations.yaml) 生成，并由测试与运行中的服务核对。
          """,
          "接口共 %d 个：与文档一致 %d，有差异 %d，不支持 %d。",
          "回调页共 %d 个：与文档一致 %d，有差异 %d，不支持 %d。",
          "接口",
          "回调",
          "| 接口 | 用途 | 支持 |",
          "| 事件 | 规则中的词 | 支持 |",
          "是",
          "是，差异：",
          "否：");

  private final Language language;
  private final Set<String> routes;
  private final Set<String> events;
  private int served;
  private int different;
  private int missing;

  private CompatibilityPage(Language language, Set<String> routes, Set<String> events) {
    this.language = language;
    this.routes = routes;
    this.events = events;
  }

  /// The page in each language.
  ///
  /// @param routes what the server has, by method and path with the names of parameters left out
  /// @param events what rules can ask for
  static List<CompatibilityPage> all(Set<String> routes, Set<String> events) {
    return List.of(
        new CompatibilityPage(ENGLISH, routes, events),
        new CompatibilityPage(CHINESE, routes, events));
  }

  /// Where the page stands below `docs`.
  String file() {
    return language.file();
  }

  /// The whole page.
  String text() throws IOException {
    JsonNode operations = new YAMLMapper().readTree(Files.readString(OPERATIONS));
    served = 0;
    different = 0;
    missing = 0;
    String calls = calls(operations.get("calls"));
    String callCounts =
        language.callsCount().formatted(served + different + missing, served, different, missing);
    served = 0;
    different = 0;
    missing = 0;
    String callbacks = callbacks(operations.get("callbacks"));
    String callbackCounts =
        language
            .callbacksCount()
            .formatted(served + different + missing, served, different, missing);
    return String.join(
        "\n",
        language.intro(),
        callCounts + "\n",
        callbackCounts + "\n",
        "## " + language.calls() + "\n",
        calls,
        "## " + language.callbacks() + "\n",
        callbacks);
  }

  private String calls(JsonNode areas) {
    List<String> lines = new ArrayList<>();
    for (JsonNode area : areas) {
      lines.add("### " + area.get(language.area()).stringValue() + "\n");
      lines.add(language.columns());
      lines.add("|---|---|---|");
      for (JsonNode operation : area.get("operations")) {
        lines.add(
            "| `%s` | %s | %s |"
                .formatted(
                    operation.get("call").stringValue(),
                    operation.get(language.what()).stringValue(),
                    standing(operation, isServed(operation))));
      }
      lines.add("");
    }
    return String.join("\n", lines);
  }

  private String callbacks(JsonNode pages) {
    List<String> lines = new ArrayList<>();
    lines.add(language.callbackColumns());
    lines.add("|---|---|---|");
    for (JsonNode page : pages) {
      String event = page.get("event").stringValue();
      boolean has = events.contains(event);
      lines.add(
          "| %s | %s | %s |"
              .formatted(
                  page.get(language.what().equals("zh") ? "zh" : "page").stringValue(),
                  has ? "`" + event + "`" : "",
                  standing(page, has)));
    }
    return String.join("\n", lines) + "\n";
  }

  private boolean isServed(JsonNode operation) {
    List<String> names = new ArrayList<>();
    names.add(operation.get("call").stringValue());
    operation.path("as").forEach(name -> names.add(name.stringValue()));
    return names.stream().map(CompatibilityPage::route).anyMatch(routes::contains);
  }

  private static String route(String call) {
    String[] words = call.split(" ", 2);
    return words[0].toUpperCase(Locale.ROOT) + " " + words[1].replaceAll("\\{[^}]*}", "{}");
  }

  private String standing(JsonNode entry, boolean has) {
    if (!has) {
      missing++;
      assertThat(entry.has("why")).as("a reason why this is not served: %s", entry).isTrue();
      return language.not() + entry.get("why" + language.suffix()).stringValue();
    }
    if (entry.has("differs")) {
      different++;
      return language.differs() + entry.get("differs" + language.suffix()).stringValue();
    }
    served++;
    return language.served();
  }
}
