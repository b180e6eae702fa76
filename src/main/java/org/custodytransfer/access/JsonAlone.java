package org.custodytransfer.access;

import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.AbstractJackson2HttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Answers are JSON unless an address declares another kind; libraries offer more by default. */
@Configuration(proxyBeanMethods = false)
class JsonAlone implements WebMvcConfigurer {

  @Override
  public void extendMessageConverters(List<HttpMessageConverter<?>> converters) {
    converters.removeIf(
        one ->
            one instanceof AbstractJackson2HttpMessageConverter
                && !(one instanceof MappingJackson2HttpMessageConverter));
  }
}
