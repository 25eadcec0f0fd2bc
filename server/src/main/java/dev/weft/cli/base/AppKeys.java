package dev.weft.cli.base;

import dev.weft.app.AppKey;
import dev.weft.config.BadSettingException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// App keys on the command line.
public final class AppKeys implements ITypeConverter<AppKey> {

  /// For arguments: what is no app key is wrong usage.
  @Override
  public AppKey convert(String text) {
    return AppKey.parse(text).orElseThrow(() -> new TypeConversionException(refusal(text)));
  }

  public static AppKey parse(String text) {
    return AppKey.parse(text).orElseThrow(() -> new BadSettingException(refusal(text)));
  }

  private static String refusal(String text) {
    return "\"" + text + "\" is not an app key: write it as 'org#app', in quotes";
  }
}
