/**
 * Persons and their cases: the request, the judgment, what was decided and signed, and where the
 * person is.
 */
@org.springframework.modulith.ApplicationModule(
    displayName = "Case file",
    allowedDependencies = {"agreement", "evidence", "audit", "access", "platform"})
package org.custodytransfer.casefile;
