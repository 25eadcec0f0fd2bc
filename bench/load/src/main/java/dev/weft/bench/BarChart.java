package dev.weft.bench;

import java.util.Map;

/// A horizontal bar for each median, with a line from the least to the most.
final class BarChart {

  private static final int LABELS = 220;
  private static final int BARS = 480;
  private static final int ROW = 26;
  private static final int TOP = 40;

  private BarChart() {}

  /// @param rows ascending values by name; a row without values has no bar
  static String svg(String title, Map<String, double[]> rows) {
    double most =
        rows.values().stream()
            .filter(values -> values.length > 0)
            .mapToDouble(values -> values[values.length - 1])
            .max()
            .orElse(1);
    StringBuilder out = new StringBuilder();
    int height = TOP + ROW * rows.size() + 10;
    line(
        out,
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"13\">")
            .formatted(LABELS + BARS + 120, height));
    line(out, "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
    line(out, "<text x=\"10\" y=\"22\" font-weight=\"bold\">%s</text>".formatted(escaped(title)));
    int y = TOP;
    for (Map.Entry<String, double[]> row : rows.entrySet()) {
      double[] values = row.getValue();
      line(
          out,
          "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
              .formatted(LABELS - 8, y + 16, escaped(row.getKey())));
      if (values.length > 0) {
        double median = Report.median(values);
        double scale = most == 0 ? 0 : BARS / most;
        line(
            out,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"18\" fill=\"#4878a8\"/>"
                .formatted(LABELS, y + 2, median * scale));
        line(
            out,
            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"black\"/>"
                .formatted(
                    LABELS + values[0] * scale,
                    LABELS + values[values.length - 1] * scale,
                    y + 11,
                    y + 11));
        line(
            out,
            "<text x=\"%.1f\" y=\"%d\">%,.0f</text>"
                .formatted(LABELS + values[values.length - 1] * scale + 6, y + 16, median));
      }
      y += ROW;
    }
    return out.append("</svg>\n").toString();
  }

  private static void line(StringBuilder out, String text) {
    out.append(text).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
