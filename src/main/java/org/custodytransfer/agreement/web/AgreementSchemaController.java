package org.custodytransfer.agreement.web;

import io.swagger.v3.oas.annotations.Operation;
import org.custodytransfer.access.AllowedToEveryGroup;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a file of an agreement can say, for whoever writes one. */
@RestController
class AgreementSchemaController {

  @Operation(summary = "The JSON schema of an agreement's file, with a sentence for each field")
  @AllowedToEveryGroup
  @GetMapping(path = "/api/schemas/agreement", produces = "application/schema+json")
  Resource schema() {
    return new ClassPathResource("schemas/agreement.json");
  }
}
