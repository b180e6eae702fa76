package org.custodytransfer.platform;

import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Documents that people read, from the templates in {@code papers/}: as a page or as a PDF. */
@Component
public class Papers {

  private static final Pattern NOT_IN_XML =
      Pattern.compile("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  private final TemplateEngine templates = new TemplateEngine();
  private final Letters letters = new Letters();

  Papers() {
    XRLog.listRegisteredLoggers().forEach(logger -> XRLog.setLevel(logger, Level.WARNING));
    var resolver = new ClassLoaderTemplateResolver();
    resolver.setPrefix("papers/");
    resolver.setSuffix(".html");
    resolver.setTemplateMode(TemplateMode.XML);
    resolver.setCharacterEncoding("UTF-8");
    templates.setTemplateResolver(resolver);
  }

  /**
   * The page: well-formed XHTML that refers to nothing outside itself. What XML cannot hold, from
   * before texts were asked for it, is replaced where a reader sees it.
   */
  public String page(String template, Map<String, Object> content) {
    String page = templates.process(template, new Context(Locale.ENGLISH, content));
    return NOT_IN_XML.matcher(page).replaceAll("\uFFFD");
  }

  /** Turns what is written from the right; letters have been joined, for more languages. */
  private static final class AlreadyJoined extends ICUBidiReorderer {
    @Override
    public String shapeText(String text) {
      return text;
    }
  }

  /** A page on paper, in the letters in which it was written. */
  public byte[] pdf(String page) {
    String printable = letters.printable(page);
    try (var out = new ByteArrayOutputStream()) {
      var renderer =
          new PdfRendererBuilder()
              .useFastMode()
              .useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory())
              .useUnicodeBidiReorderer(new AlreadyJoined())
              .defaultTextDirection(BaseRendererBuilder.TextDirection.LTR)
              .withHtmlContent(printable, null)
              .toStream(out);
      letters
          .fontsFor(printable)
          .forEach(
              font ->
                  renderer.useFont(
                      () -> Letters.open(font),
                      font.family(),
                      font.weight(),
                      BaseRendererBuilder.FontStyle.NORMAL,
                      true));
      renderer.run();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
