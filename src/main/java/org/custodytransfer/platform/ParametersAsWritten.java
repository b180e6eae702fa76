package org.custodytransfer.platform;

import java.beans.PropertyEditorSupport;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Numbers and days in an address are written in one way: digits of ASCII, years in which somebody
 * can live. So one thing has one address, and no day is beyond what can be reckoned with.
 */
@ControllerAdvice
class ParametersAsWritten implements WebMvcConfigurer {

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern DAY = Pattern.compile(Text.A_YEAR + "-[0-9]{2}.*");

  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverter(
        String.class, Integer.class, text -> read(text, NUMBER, Integer::valueOf));
    registry.addConverter(String.class, LocalDate.class, text -> read(text, DAY, LocalDate::parse));
    registry.addConverter(String.class, YearMonth.class, text -> read(text, DAY, YearMonth::parse));
    registry.addConverter(
        String.class, OffsetDateTime.class, text -> read(text, DAY, OffsetDateTime::parse));
  }

  /** Where a converter refuses a number, Spring asks an editor of its own, which reads 0x1. */
  @InitBinder
  void numbers(WebDataBinder binder) {
    binder.registerCustomEditor(int.class, new Editor(Integer::valueOf));
    binder.registerCustomEditor(Integer.class, new Editor(Integer::valueOf));
    binder.registerCustomEditor(long.class, new Editor(Long::valueOf));
  }

  private static final class Editor extends PropertyEditorSupport {

    private final Function<String, Number> read;

    Editor(Function<String, Number> read) {
      this.read = read;
    }

    @Override
    public void setAsText(String text) {
      setValue(read(text, NUMBER, read));
    }
  }

  private static <T> T read(String text, Pattern written, Function<String, T> read) {
    if (!written.matcher(text).matches()) {
      throw new IllegalArgumentException("not written as it has to be");
    }
    return read.apply(text);
  }
}
