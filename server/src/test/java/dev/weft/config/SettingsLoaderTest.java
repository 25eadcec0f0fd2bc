package dev.weft.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("weft.yaml"), yaml);
  }
}
