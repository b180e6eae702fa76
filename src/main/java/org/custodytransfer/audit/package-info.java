/** What happened, in an order that cannot be changed unnoticed. */
@org.springframework.modulith.ApplicationModule(
    displayName = "Audit",
    allowedDependencies = {"access", "platform"})
package org.custodytransfer.audit;
