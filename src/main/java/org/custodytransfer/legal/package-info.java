/**
 * The law of a transfer: legal review, departure conditions, stay orders, and the assessment of an
 * agreement.
 */
@org.springframework.modulith.ApplicationModule(
    displayName = "Legal",
    allowedDependencies = {
      "casefile",
      "casefile :: process",
      "condition",
      "obstacle",
      "agreement",
      "evidence",
      "audit",
      "access",
      "platform"
    })
package org.custodytransfer.legal;
