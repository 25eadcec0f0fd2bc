/// Traces and metrics on their way to a collector (OpenTelemetry Protocol over HTTP). Nothing of
/// it, and nothing of OpenTelemetry, is loaded while nobody wants them.
@NullMarked
package dev.weft.telemetry;

import org.jspecify.annotations.NullMarked;
