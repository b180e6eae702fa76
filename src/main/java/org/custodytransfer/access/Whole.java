package org.custodytransfer.access;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.catalina.core.ApplicationPart;
import org.apache.tomcat.util.http.fileupload.FileItem;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.UploadContext;
import org.apache.tomcat.util.http.fileupload.disk.DiskFileItemFactory;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.custodytransfer.platform.Hashes;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Text;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * A request whose body was read whole before anything else happens: within its bound, in time, and
 * as what it was declared to be. Text is UTF-8 whatever charset was named.
 */
final class Whole extends HttpServletRequestWrapper implements AutoCloseable {

  private static final int IN_MEMORY = 256_000;
  private static final int FILE_BYTES = 20_000_000;
  private static final int PARTS = 10;

  /** Bytes; a file's name may be long, in letters of four bytes each. */
  private static final int PART_HEADERS = 8_192;

  private final String type;
  private final byte[] text;
  private final List<Part> parts;

  private Whole(HttpServletRequest request, String type, byte[] text, List<Part> parts) {
    super(request);
    this.type = type;
    this.text = text;
    this.parts = parts;
  }

  static Whole nothing(HttpServletRequest request) {
    return new Whole(request, request.getContentType(), new byte[0], List.of());
  }

  static Whole text(HttpServletRequest request, MediaType type, int bytes) throws IOException {
    byte[] text = Arriving.of(request).readNBytes(bytes + 1);
    if (text.length > bytes) {
      throw tooLarge(bytes);
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
    } catch (CharacterCodingException otherwise) {
      throw Refusal.badInput("", "is not text in UTF-8");
    }
    return new Whole(request, type.toString(), text, List.of());
  }

  /** A form with a file; what is large lies on the disk, until it is closed. */
  static Whole form(HttpServletRequest request, int bytes) throws IOException {
    File folder = new File(System.getProperty("java.io.tmpdir"));
    var files = new DiskFileItemFactory();
    files.setSizeThreshold(IN_MEMORY);
    files.setRepository(folder);
    var upload = new FileUpload();
    upload.setFileItemFactory(files);
    upload.setSizeMax(bytes);
    upload.setFileSizeMax(FILE_BYTES);
    upload.setFileCountMax(PARTS);
    upload.setPartHeaderSizeMax(PART_HEADERS);
    try {
      List<Part> parts = new ArrayList<>();
      for (FileItem item : upload.parseRequest(new Sent(request))) {
        if (parts.stream().anyMatch(part -> part.getName().equals(item.getFieldName()))) {
          throw Refusal.badInput("/" + item.getFieldName(), "is there twice");
        }
        parts.add(new ApplicationPart(item, folder));
      }
      return new Whole(request, request.getContentType(), new byte[0], parts);
    } catch (SizeException large) {
      throw tooLarge(FILE_BYTES);
    } catch (FileUploadException wrong) {
      if (wrong.getCause() instanceof SizeException) {
        throw tooLarge(FILE_BYTES);
      }
      throw Refusal.badInput("", "is not a form with parts that can be read");
    }
  }

  private static Refusal tooLarge(int bytes) {
    return Refusal.tooLarge(
        String.format(Locale.ROOT, "What is sent here must not be larger than %,d bytes.", bytes));
  }

  /** What was sent, as hashes, so that two calls can be compared. */
  List<Object> content() throws IOException {
    List<Object> content = new ArrayList<>();
    content.add(Hashes.of(text));
    for (Part part : parts) {
      content.add(part.getName());
      content.add(Hashes.of(part.getInputStream().readAllBytes()));
    }
    return content;
  }

  byte[] bytes() {
    return text;
  }

  boolean isJson() {
    return type != null && type.endsWith("json");
  }

  @Override
  public void close() throws IOException {
    for (Part part : parts) {
      part.delete();
    }
  }

  @Override
  public String getContentType() {
    return type;
  }

  @Override
  public String getCharacterEncoding() {
    return StandardCharsets.UTF_8.name();
  }

  @Override
  public String getHeader(String name) {
    return HttpHeaders.CONTENT_TYPE.equalsIgnoreCase(name) ? type : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return HttpHeaders.CONTENT_TYPE.equalsIgnoreCase(name) && type != null
        ? Collections.enumeration(List.of(type))
        : super.getHeaders(name);
  }

  @Override
  public Collection<Part> getParts() {
    return parts;
  }

  @Override
  public Part getPart(String name) {
    return parts.stream().filter(part -> part.getName().equals(name)).findFirst().orElse(null);
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    Map<String, String[]> fields = new LinkedHashMap<>();
    super.getParameterMap()
        .forEach((name, values) -> fields.put(name, kept("/" + name, Stream.of(values))));
    for (Part part : parts) {
      if (part.getSubmittedFileName() == null) {
        fields.putIfAbsent(part.getName(), kept("/" + part.getName(), Stream.of(textOf(part))));
      }
    }
    return fields;
  }

  private static String[] kept(String field, Stream<String> values) {
    return values
        .map(
            value -> {
              String text = Text.kept(value);
              Text.fault(text)
                  .ifPresent(
                      fault -> {
                        throw Refusal.badInput(field, fault);
                      });
              return text;
            })
        .toArray(String[]::new);
  }

  @Override
  public String getParameter(String name) {
    String[] values = getParameterValues(name);
    return values == null ? null : values[0];
  }

  @Override
  public String[] getParameterValues(String name) {
    return getParameterMap().get(name);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(getParameterMap().keySet());
  }

  private static String textOf(Part part) {
    try (InputStream field = part.getInputStream()) {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(field.readAllBytes()))
          .toString();
    } catch (CharacterCodingException otherwise) {
      throw Refusal.badInput("/" + part.getName(), "is not text in UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ServletInputStream getInputStream() {
    var bytes = new ByteArrayInputStream(text);
    return new ServletInputStream() {
      @Override
      public int read() {
        return bytes.read();
      }

      @Override
      public int read(byte[] into, int from, int length) {
        return bytes.read(into, from, length);
      }

      @Override
      public boolean isFinished() {
        return bytes.available() == 0;
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setReadListener(ReadListener listener) {
        throw new UnsupportedOperationException();
      }
    };
  }

  /** A request as the parser of forms asks for it. */
  private record Sent(HttpServletRequest request) implements UploadContext {
    @Override
    public String getCharacterEncoding() {
      return StandardCharsets.UTF_8.name();
    }

    @Override
    public String getContentType() {
      return request.getContentType();
    }

    @Override
    public long contentLength() {
      return request.getContentLengthLong();
    }

    @Override
    public InputStream getInputStream() {
      return Arriving.of(request);
    }
  }
}
