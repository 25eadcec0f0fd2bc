package dev.weft.alert;

/// What can be wrong.
public enum AlertKind {
  /// A callback rule is paused until a person resumes it.
  RULE_PAUSED("rule.paused", "callback rule paused", "回调规则已暂停"),
  /// A callback rule is banned for a while, as the vendor does after many failures.
  RULE_BANNED("rule.banned", "callback rule banned", "回调规则被封禁"),
  /// The circuit breaker of a callback rule is open: its endpoint fails.
  BREAKER_OPEN("rule.breaker-open", "circuit breaker open", "回调规则熔断"),
  /// The oldest callback that is not delivered has waited for too long.
  BACKLOG_OLD("backlog.old", "callbacks wait too long", "回调积压时间过长"),
  /// Exception storage holds many callbacks.
  STORAGE_FILLING("storage.filling", "exception storage is filling", "异常存储堆积"),
  /// The disk of the data folder has little room left.
  DISK_LOW("disk.low", "little room on the disk", "磁盘空间不足"),
  /// A node is gone without having said so.
  NODE_LOST("node.lost", "node lost", "节点丢失"),
  /// The TLS certificate ends soon.
  CERTIFICATE_ENDING("certificate.ending", "certificate ends soon", "证书即将到期");

  private final String word;
  private final String english;
  private final String chinese;

  AlertKind(String word, String english, String chinese) {
    this.word = word;
    this.english = english;
    this.chinese = chinese;
  }

  /// Its name for programs.
  public String word() {
    return word;
  }

  String title(boolean inChinese) {
    return inChinese ? chinese : english;
  }
}
