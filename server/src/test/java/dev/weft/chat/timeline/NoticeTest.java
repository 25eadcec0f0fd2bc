package dev.weft.chat.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.app.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a timeline keeps of a notice is read back as it was.
class NoticeTest {

  @Test
  void every_field_comes_back() {
    Notice notice =
        new Notice(
            NoticeKind.GROUP_KICKED,
            new UserId("anna"),
            Instant.ofEpochMilli(1_764_300_000_123L),
            "team42",
            "500000000000001",
            1_850_000_000_000_000_001L,
            "a \"name\"\n子区",
            List.of(new UserId("ben"), new UserId("cleo")),
            "{\"title\":\"x\"}",
            12);

    assertThat(Notice.decode(notice.encoded())).isEqualTo(notice);
  }

  @Test
  void what_is_no_notice_is_not_read() {
    byte[] other = "{\"kind\":\"NOBODY_KNOWS\"}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Notice.decode(other)).isInstanceOf(IllegalStateException.class);
  }
}
