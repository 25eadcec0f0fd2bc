package dev.weft.web.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// Attempts that failed in the same way, as JSON. What there is not is null and left out.
///
/// @param shape what their answers or errors have in common
/// @param deliveries how many callbacks they were for
/// @param threads how many conversations those are of
/// @param first milliseconds since 1970
/// @param callIds some of the callbacks
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record FailureGroupJson(
    String app,
    String rule,
    @Nullable String url,
    @Nullable Integer status,
    @Nullable String failure,
    String shape,
    int attempts,
    int deliveries,
    int threads,
    long first,
    long last,
    List<String> callIds) {}
