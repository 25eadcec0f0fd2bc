package dev.weft.delivery.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// Exception storage has a key for each ten minutes.
class DateKeyTest {

  @Test
  void begins_with_the_ten_minutes_that_a_moment_is_in() {
    Instant moment = Instant.parse("2021-09-09T06:49:59.999Z");

    assertThat(DateKey.of(moment, ZoneId.of("UTC+8"))).hasToString("202109091440");
    assertThat(DateKey.of(moment, ZoneOffset.UTC)).hasToString("202109090640");
    assertThat(DateKey.of(moment.plusMillis(1), ZoneOffset.UTC)).hasToString("202109090650");
    assertThat(DateKey.of(moment, ZoneId.of("Asia/Kathmandu"))).hasToString("202109091230");
  }

  @Test
  void is_read_back_from_its_text_and_from_nothing_else() {
    assertThat(DateKey.parse("202109091440")).contains(new DateKey(202109091440L));
    for (String wrong :
        new String[] {
          "",
          "2021-09-09",
          "202109091445",
          "202109092440",
          "202113091440",
          "202102301440",
          "20210909144",
          "2021090914400",
          "20210909144x",
          "+20210909144"
        }) {
      assertThat(DateKey.parse(wrong)).as(wrong).isEmpty();
    }
  }
}
