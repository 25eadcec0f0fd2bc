package dev.weft.chat.moderation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is thought of a text.
///
/// @param riskType in the vendor's Chinese words: `无风险` for none
/// @param riskLabel the same as one of the vendor's codes: `NONE`, `BAN`, `AD`
/// @param exchangeText the text without what offends; null if nothing does
/// @param sensitiveWords what offends, as it stands in the text
public record Judgement(
    Type type,
    String riskType,
    String riskLabel,
    @Nullable String exchangeText,
    List<String> sensitiveWords) {

  /// The vendor's four answers.
  public enum Type {
    PASS,
    REVIEWED,
    REJECT,
    /// Nobody could tell.
    UNKNOWN
  }

  /// Nothing offends.
  public static final Judgement PASSED = new Judgement(Type.PASS, "无风险", "NONE", null, List.of());

  /// Who should have judged did not answer.
  public static final Judgement UNKNOWN =
      new Judgement(Type.UNKNOWN, "未知", "UNKNOWN", null, List.of());

  public Judgement {
    sensitiveWords = List.copyOf(sensitiveWords);
  }
}
