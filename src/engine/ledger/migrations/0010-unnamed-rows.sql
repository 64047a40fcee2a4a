-- What a report listed without a key that can be read: of those documents it is no witness. Null: read before that was noted.

ALTER TABLE report_answers ADD COLUMN unnamed INTEGER;
