-- What a person is found by, in whatever spelling: computed from names and birth dates, in plain letters.
create table person_key (
  key_text varchar(400) not null,
  person_id varchar(36) not null references person (id),
  primary key (key_text, person_id)
);
create index person_key_person on person_key (person_id);
