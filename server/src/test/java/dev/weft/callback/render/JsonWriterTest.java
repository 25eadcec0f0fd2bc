package dev.weft.callback.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What we write ourselves is what the JSON library writes, byte for byte.
class JsonWriterTest {

  private static final JsonMapper LIBRARY = new JsonMapper();

  @Test
  void every_character_is_written_as_the_library_writes_it() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      for (String text : List.of("" + (char) c, "a" + (char) c + "b" + (char) c)) {
        assertThat(JsonWriter.object(json -> json.put(text, text)))
            .isEqualTo(LIBRARY.writeValueAsString(Map.of(text, text)));
      }
    }
  }

  @Test
  void objects_in_objects_are_written_as_the_library_writes_them() {
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("empty", Map.of());
    inner.put("list", List.of("a", "\"b\""));
    inner.put("none", List.of());
    Map<String, Object> outer = new LinkedHashMap<>();
    outer.put("text", "");
    outer.put("inner", inner);
    outer.put("number", Long.MIN_VALUE);
    outer.put("flag", true);
    outer.put("raw", inner);

    assertThat(
            JsonWriter.object(
                json ->
                    json.put("text", "")
                        .object(
                            "inner",
                            in ->
                                in.object("empty", _ -> {})
                                    .strings("list", List.of("a", "\"b\""))
                                    .strings("none", List.of()))
                        .put("number", Long.MIN_VALUE)
                        .put("flag", true)
                        .raw("raw", LIBRARY.writeValueAsString(inner))))
        .isEqualTo(LIBRARY.writeValueAsString(outer));
    assertThat(JsonWriter.object(json -> json.any("inner", inner).put("after", 1)))
        .isEqualTo("{\"inner\":" + LIBRARY.writeValueAsString(inner) + ",\"after\":1}");
  }
}
