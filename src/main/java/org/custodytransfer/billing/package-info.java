/** The money: funds, charges computed from nights, statements, invoices and payments. */
@org.springframework.modulith.ApplicationModule(
    displayName = "Billing",
    allowedDependencies = {
      "placement",
      "condition",
      "obstacle",
      "legal",
      "casefile",
      "agreement",
      "audit",
      "access",
      "platform"
    })
package org.custodytransfer.billing;
