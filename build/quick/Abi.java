import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What other classes see of a class: its binary interface, as a checksum.
final class Abi {

  private Abi() {}

  /// Of every class file in the folder that was written at `millis` or later, by its name.
  static Map<String, String> since(Path folder, long millis) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        if (Files.getLastModifiedTime(file).toMillis() >= millis - 1_000) {
          all.put(folder.relativize(file).toString(), of(Files.readAllBytes(file)));
        }
      }
    }
    return all;
  }

  private static String of(byte[] bytes) {
    ClassModel type = ClassFile.of().parse(bytes);
    TreeSet<String> seen = new TreeSet<>();
    seen.add(
        "class %x %s %s %s"
            .formatted(
                type.flags().flagsMask(),
                type.superclass(),
                type.interfaces(),
                type.findAttribute(Attributes.signature()).map(s -> s.signature().stringValue())));
    type.findAttribute(Attributes.permittedSubclasses())
        .ifPresent(permitted -> seen.add("permits " + permitted.permittedSubclasses()));
    type.findAttribute(Attributes.record())
        .ifPresent(
            record ->
                record
                    .components()
                    .forEach(part -> seen.add("component " + part.name() + part.descriptor())));
    type.fields().stream()
        .filter(field -> !field.flags().has(AccessFlag.PRIVATE))
        .forEach(
            field ->
                seen.add(
                    "field %x %s %s %s %s"
                        .formatted(
                            field.flags().flagsMask(),
                            field.fieldName(),
                            field.fieldType(),
                            field
                                .findAttribute(Attributes.signature())
                                .map(s -> s.signature().stringValue()),
                            field
                                .findAttribute(Attributes.constantValue())
                                .map(c -> c.constant().constantValue()))));
    type.methods().stream()
        .filter(method -> !method.flags().has(AccessFlag.PRIVATE))
        .forEach(
            method ->
                seen.add(
                    "method %x %s %s %s %s"
                        .formatted(
                            method.flags().flagsMask(),
                            method.methodName(),
                            method.methodType(),
                            method
                                .findAttribute(Attributes.signature())
                                .map(s -> s.signature().stringValue()),
                            method
                                .findAttribute(Attributes.exceptions())
                                .map(e -> e.exceptions().toString()))));
    return Integer.toHexString(seen.hashCode());
  }
}
