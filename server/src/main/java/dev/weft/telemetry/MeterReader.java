package dev.weft.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Reads Micrometer's meters as metrics of OpenTelemetry: counters as sums, timers and summaries as
/// histograms, all since the start; gauges as they are. Times are in seconds. Names stay: a
/// Prometheus behind the collector gets those that it would fetch here.
final class MeterReader implements MetricProducer {

  private static final String SECONDS = "s";

  private final MeterRegistry registry;
  private final Clock clock = Clock.getDefault();
  private final long started = clock.now();

  MeterReader(MeterRegistry registry) {
    this.registry = registry;
  }

  /// What the points of one metric share.
  private record Name(String name, String description, String unit, MetricDataType type) {}

  /// The points of one metric: of the one kind or the other.
  private record Points(List<DoublePointData> numbers, List<HistogramPointData> histograms) {
    Points() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  @Override
  public Collection<MetricData> produce(Resource resource) {
    Map<Name, Points> all = new LinkedHashMap<>();
    long now = clock.now();
    registry.getMeters().forEach(meter -> read(meter, now, all));
    List<MetricData> metrics = new ArrayList<>(all.size());
    all.forEach(
        (name, points) ->
            metrics.add(
                new ReadMetric(
                    resource,
                    name.name(),
                    name.description(),
                    name.unit(),
                    name.type(),
                    data(name.type(), points))));
    return metrics;
  }

  private void read(Meter meter, long now, Map<Name, Points> all) {
    meter.use(
        gauge -> number(meter, MetricDataType.DOUBLE_GAUGE, gauge.value(), now, all),
        counter -> number(meter, MetricDataType.DOUBLE_SUM, counter.count(), now, all),
        timer -> histogram(meter, timer.takeSnapshot(), Optional.of(TimeUnit.SECONDS), now, all),
        summary -> histogram(meter, summary.takeSnapshot(), Optional.empty(), now, all),
        active -> number(meter, MetricDataType.DOUBLE_GAUGE, active.activeTasks(), now, all),
        gauge ->
            number(meter, MetricDataType.DOUBLE_GAUGE, gauge.value(TimeUnit.SECONDS), now, all),
        counter -> number(meter, MetricDataType.DOUBLE_SUM, counter.count(), now, all),
        timer -> number(meter, MetricDataType.DOUBLE_SUM, timer.count(), now, all),
        other -> {});
  }

  private void number(
      Meter meter, MetricDataType type, double value, long now, Map<Name, Points> all) {
    // A gauge has no value once what it measures is gone.
    if (Double.isFinite(value)) {
      points(meter, type, unit(meter), all)
          .numbers()
          .add(DoublePointData.create(started, now, attributes(meter), value, List.of()));
    }
  }

  /// @param time the unit of a timer; empty for what measures no time
  private void histogram(
      Meter meter,
      HistogramSnapshot snapshot,
      Optional<TimeUnit> time,
      long now,
      Map<Name, Points> all) {
    List<Double> bounds = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    long below = 0;
    for (CountAtBucket bucket : snapshot.histogramCounts()) {
      double bound = time.map(bucket::bucket).orElseGet(bucket::bucket);
      if (Double.isFinite(bound) && bucket.bucket() < Long.MAX_VALUE) {
        bounds.add(bound);
        counts.add((long) bucket.count() - below);
        below = (long) bucket.count();
      }
    }
    counts.add(Math.max(0, snapshot.count() - below));
    points(meter, MetricDataType.HISTOGRAM, time.isPresent() ? SECONDS : unit(meter), all)
        .histograms()
        .add(
            HistogramPointData.create(
                started,
                now,
                attributes(meter),
                time.map(snapshot::total).orElseGet(snapshot::total),
                false,
                0,
                false,
                0,
                bounds,
                counts));
  }

  private static Points points(
      Meter meter, MetricDataType type, String unit, Map<Name, Points> all) {
    Meter.Id id = meter.getId();
    String description = id.getDescription() == null ? "" : id.getDescription();
    return all.computeIfAbsent(new Name(id.getName(), description, unit, type), _ -> new Points());
  }

  /// In the words of UCUM where Micrometer has a word of its own.
  private static String unit(Meter meter) {
    String unit = meter.getId().getBaseUnit();
    return switch (unit) {
      case null -> "";
      case "seconds" -> SECONDS;
      case "bytes" -> "By";
      default -> "{" + unit + "}";
    };
  }

  private static Attributes attributes(Meter meter) {
    AttributesBuilder attributes = Attributes.builder();
    for (Tag tag : meter.getId().getTagsAsIterable()) {
      attributes.put(tag.getKey(), tag.getValue());
    }
    return attributes.build();
  }

  private static Data<?> data(MetricDataType type, Points points) {
    return switch (type) {
      case DOUBLE_GAUGE -> GaugeData.createDoubleGaugeData(points.numbers());
      case DOUBLE_SUM ->
          SumData.createDoubleSumData(true, AggregationTemporality.CUMULATIVE, points.numbers());
      case HISTOGRAM ->
          HistogramData.create(AggregationTemporality.CUMULATIVE, points.histograms());
      case LONG_GAUGE, LONG_SUM, SUMMARY, EXPONENTIAL_HISTOGRAM ->
          throw new IllegalStateException("no meter is read as " + type);
    };
  }
}
