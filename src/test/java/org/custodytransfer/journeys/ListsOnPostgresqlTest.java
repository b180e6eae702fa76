package org.custodytransfer.journeys;

/** Lists and their filters, on PostgreSQL. */
@OnPostgresql
class ListsOnPostgresqlTest extends ListsTest {}
