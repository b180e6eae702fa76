/**
 * The bilateral instruments: their terms, versions and status, legal bases, inspections and funds.
 */
@org.springframework.modulith.ApplicationModule(
    displayName = "Agreements",
    allowedDependencies = {"evidence", "audit", "access", "platform"})
package org.custodytransfer.agreement;
