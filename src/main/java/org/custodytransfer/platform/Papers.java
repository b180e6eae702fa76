package org.custodytransfer.platform;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Documents that people read, from the templates in {@code papers/}: as a page or as a PDF. */
@Component
public class Papers {

  private final TemplateEngine templates = new TemplateEngine();

  Papers() {
    var resolver = new ClassLoaderTemplateResolver();
    resolver.setPrefix("papers/");
    resolver.setSuffix(".html");
    resolver.setTemplateMode(TemplateMode.XML);
    resolver.setCharacterEncoding("UTF-8");
    templates.setTemplateResolver(resolver);
  }

  /** The page: well-formed XHTML that refers to nothing outside itself. */
  public String page(String template, Map<String, Object> content) {
    return templates.process(template, new Context(Locale.ENGLISH, content));
  }

  public byte[] pdf(String page) {
    try (var out = new ByteArrayOutputStream()) {
      new PdfRendererBuilder().useFastMode().withHtmlContent(page, null).toStream(out).run();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
