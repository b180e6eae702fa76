package org.custodytransfer.journeys;

/** The refusals, on PostgreSQL. */
@OnPostgresql
class RefusalOnPostgresqlTest extends RefusalStoryTest {}
