package dev.weft.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Shows what is wrong in the way Spring Boot shows why an application did not start.
final class MisconfiguredReceiverFailureAnalyzer
    extends AbstractFailureAnalyzer<MisconfiguredReceiverException> {

  MisconfiguredReceiverFailureAnalyzer() {}

  @Override
  protected FailureAnalysis analyze(Throwable failure, MisconfiguredReceiverException cause) {
    return new FailureAnalysis(cause.description(), cause.action(), cause);
  }
}
