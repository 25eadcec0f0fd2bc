package dev.weft.config;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings come from the file, the environment and the flags, and are refused by name.
class SettingsLoaderTest {

  @TempDir private Path folder;

  @Test
  void without_anything_the_defaults_hold() {
    Settings settings = SettingsLoader.load(Optional.empty(), Map.of(), Map.of());

    assertThat(settings.server().host()).isEqualTo("127.0.0.1");
    assertThat(settings.server().port()).isEqualTo(8080);
    assertThat(settings.server().vendorRates()).isFalse();
    assertThat(settings.callback().allow()).isEmpty();
  }

  @Test
  void a_flag_wins_over_the_environment_and_that_over_the_file() throws IOException {
    Path file = file("server:\n  port: 1\n  host: a\n  nodeName: x\n");

    Settings settings =
        SettingsLoader.load(
            Optional.of(file),
            Map.of("WEFT_SERVER_PORT", "2", "WEFT_SERVER_HOST", "b"),
            Map.of("server.port", "3"));

    assertThat(settings.server().port()).isEqualTo(3);
    assertThat(settings.server().host()).isEqualTo("b");
    assertThat(settings.server().nodeName()).isEqualTo("x");
  }

  @Test
  void the_environment_spells_humps_as_underscores_and_lists_with_commas() {
    Settings settings =
        SettingsLoader.load(
            Optional.empty(),
            Map.of(
                "WEFT_SERVER_VENDOR_RATES", "true",
                "WEFT_CALLBACK_ALLOW", "127.0.0.0/8, 10.0.0.0/8"),
            Map.of());

    assertThat(settings.server().vendorRates()).isTrue();
    assertThat(settings.callback().allow()).containsExactly("127.0.0.0/8", "10.0.0.0/8");
  }

  @Test
  void an_unknown_key_is_refused_by_name() throws IOException {
    Path file = file("server:\n  prot: 1\n");

    assertThatThrownBy(() -> SettingsLoader.load(Optional.of(file), Map.of(), Map.of()))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("\"server.prot\"");
  }

  @Test
  void a_value_of_the_wrong_kind_is_refused_with_what_it_must_be() throws IOException {
    Path file = file("server:\n  port: many\n");

    assertThatThrownBy(() -> SettingsLoader.load(Optional.of(file), Map.of(), Map.of()))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("server.port")
        .hasMessageContaining("whole number");
    assertThatThrownBy(
            () -> SettingsLoader.load(Optional.empty(), Map.of("WEFT_SERVER_PORT", "-1"), Map.of()))
        .hasMessageContaining("WEFT_SERVER_PORT");
  }

  @Test
  void a_missing_file_and_broken_yaml_are_one_sentence_each() throws IOException {
    assertThatThrownBy(
            () -> SettingsLoader.load(Optional.of(folder.resolve("no")), Map.of(), Map.of()))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("cannot read the settings file");
    Path broken = file("server: [");
    assertThatThrownBy(() -> SettingsLoader.load(Optional.of(broken), Map.of(), Map.of()))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("not valid YAML");
  }

  @Test
  void an_unknown_name_is_refused_with_the_nearest_one() throws IOException {
    Path file = file("callback:\n  logDay: 1\n");

    assertThatThrownBy(() -> SettingsLoader.load(Optional.of(file), Map.of(), Map.of()))
        .hasMessageContaining("\"callback.logDay\"")
        .hasMessageContaining("did you mean \"callback.logDays\"?");
    for (String misspelt : List.of("WEFT_SERVER_PROT", "WEFT_SERVERPORT", "WEFT_SERVER_PORTS")) {
      assertThatThrownBy(() -> fromEnvironment(Map.of(misspelt, "9")))
          .isInstanceOf(BadSettingException.class)
          .hasMessageContaining(misspelt)
          .hasMessageContaining("did you mean WEFT_SERVER_PORT?");
    }
    assertThatThrownBy(() -> fromEnvironment(Map.of("WEFT_ZYX", "")))
        .hasMessageContaining("WEFT_ZYX")
        .hasMessageContaining("weft.yaml lists them all");
    assertThatThrownBy(() -> fromEnvironment(Map.of("WEFT_SERVER_PROT_FILE", "f")))
        .hasMessageContaining("WEFT_SERVER_PROT_FILE");
  }

  @Test
  void what_other_parts_of_weft_and_kubernetes_set_is_no_setting() {
    Settings settings =
        fromEnvironment(
            Map.of(
                "WEFT_URL", "http://127.0.0.1:1",
                "WEFT_JAVA_OPTIONS", "-Xmx1g",
                "WEFT_SERVICE_HOST", "10.0.0.1",
                "WEFT_SERVER_SERVICE_PORT_HTTP", "8080",
                "WEFT_PORT", "tcp://10.0.0.1:8080",
                "WEFT_PORT_8080_TCP_ADDR", "10.0.0.1",
                "WEFT_SERVER_PORT", "tcp://10.0.0.1:9999",
                "PATH", "/bin"));

    assertThat(settings.server().port()).isEqualTo(8080);
  }

  @Test
  void a_variable_may_name_a_file_with_the_value() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "pass word\r\n");

    assertThat(
            fromEnvironment(Map.of("WEFT_STORE_PASSWORD_FILE", secret.toString()))
                .store()
                .password())
        .isEqualTo("pass word");
    assertThatThrownBy(
            () ->
                fromEnvironment(
                    Map.of(
                        "WEFT_STORE_PASSWORD_FILE", secret.toString(), "WEFT_STORE_PASSWORD", "x")))
        .hasMessageContaining("both WEFT_STORE_PASSWORD and WEFT_STORE_PASSWORD_FILE are set");
    for (String bad : List.of("", folder.toString(), folder.resolve("no").toString(), "a\0b")) {
      assertThatThrownBy(() -> fromEnvironment(Map.of("WEFT_STORE_PASSWORD_FILE", bad)))
          .as(bad)
          .isInstanceOf(BadSettingException.class)
          .hasMessageContaining("WEFT_STORE_PASSWORD_FILE");
    }
  }

  @Test
  void a_file_that_cannot_be_understood_is_one_sentence() throws IOException {
    Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> SettingsLoader.load(Optional.of(bytes), Map.of(), Map.of()))
        .hasMessageContaining("is not UTF-8");
    for (String yaml :
        List.of("a: b: c", "- 1", "server: 1", "server: [", "server:\n  data: \"a\\0b\"", "x")) {
      Path file = file(yaml);
      assertThatThrownBy(() -> SettingsLoader.load(Optional.of(file), Map.of(), Map.of()))
          .as(yaml)
          .isInstanceOf(BadSettingException.class)
          .extracting(Throwable::getMessage, as(STRING))
          .satisfies(sentence -> assertThat(sentence.lines()).hasSize(1));
    }
  }

  @Test
  void a_folder_or_a_host_without_a_name_is_refused() {
    for (String key : List.of("server.data", "server.host")) {
      for (String empty : List.of("", "  ")) {
        assertThatThrownBy(
                () -> SettingsLoader.load(Optional.empty(), Map.of(), Map.of(key, empty)))
            .isInstanceOf(BadSettingException.class)
            .hasMessageContaining('"' + key + '"');
      }
    }
  }

  private static Settings fromEnvironment(Map<String, String> environment) {
    return SettingsLoader.load(Optional.empty(), environment, Map.of());
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("weft.yaml"), yaml);
  }
}
