package org.custodytransfer.journeys;

/** The same at the same moment, on PostgreSQL. */
@OnPostgresql
class TwinsOnPostgresqlTest extends TwinsTest {}
