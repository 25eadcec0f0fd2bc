package dev.weft.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of names that strangers give to files.
class FileNamesTest {

  @ParameterizedTest
  @CsvSource({
    "photo.jpg, photo.jpg",
    "../../etc/passwd, passwd",
    "..\\..\\boot.ini, boot.ini",
    "C:\\dir\\a b.txt, a b.txt",
    "/, file",
    "'', file",
    "., file",
    ".., file",
    "a/.., file",
    "\u6587\u4ef6.png, \u6587\u4ef6.png",
  })
  void keeps_the_last_part_of_a_path(String given, String kept) {
    assertThat(FileNames.safe(given)).isEqualTo(kept);
  }

  @Test
  void drops_what_is_not_to_be_seen() {
    assertThat(FileNames.safe("a\r\nSet-Cookie: x\u0000\u202egpj.exe\ud800"))
        .isEqualTo("aSet-Cookie: xgpj.exe");
    assertThat(FileNames.safe("x".repeat(10_000))).hasSize(255);
  }

  @Test
  void writes_a_header_that_nobody_can_break_out_of() {
    assertThat(FileNames.attachment("a\";\\b%\u6587.txt"))
        .isEqualTo(
            "attachment; filename=\"a_;_b__.txt\"; filename*=UTF-8''a%22%3B%5Cb%25%E6%96%87.txt");
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, image/png",
    "text/plain; charset=utf-8, text/plain",
    "application/vnd.ms-excel, application/vnd.ms-excel",
    "'', application/octet-stream",
    "png, application/octet-stream",
    "text/<script>, application/octet-stream",
    "a/b/c, application/octet-stream",
  })
  void takes_only_types_that_are_types(String given, String kept) {
    assertThat(FileNames.safeType(given)).isEqualTo(kept);
  }
}
