package dev.weft.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerFieldsTest {

  private final AnswerFields fields = new AnswerFields();

  @Test
  void keeps_the_first_fields_in_their_order() {
    fields.add("Server", "nginx");
    fields.add("X-Request-Id", "4711");

    assertThat(fields.all())
        .containsExactly(new HttpField("Server", "nginx"), new HttpField("X-Request-Id", "4711"));
  }

  @Test
  void leaves_out_the_values_of_credentials() {
    fields.add("SET-cookie", "session=secret");
    fields.add("Authentication-Info", "nextnonce=secret");

    assertThat(fields.all()).extracting(HttpField::value).containsOnly("(withheld)");
  }

  @Test
  void shows_what_cannot_be_printed_as_such() {
    fields.add("X\0", "a\033[2J\u0085b\tc");

    assertThat(fields.all()).containsExactly(new HttpField("X\ufffd", "a\ufffd[2J\ufffdb\tc"));
  }

  @Test
  void is_bounded_whatever_an_endpoint_sends() {
    IntStream.range(0, 1_000).forEach(i -> fields.add("name" + i, "v"));
    assertThat(fields.all()).hasSize(AnswerFields.MAX_FIELDS);

    AnswerFields large = new AnswerFields();
    large.add("X", "y".repeat(100_000));
    large.add("Z", "z");
    assertThat(large.all()).hasSize(1);
    assertThat(large.all().getFirst().value()).hasSize(AnswerFields.MAX_CHARS - 1);
  }
}
