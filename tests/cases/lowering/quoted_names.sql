SELECT "firstName" FROM "Person" WHERE "teamId" = 5 AND Id = $1
=> select(Person.firstName).where(Person.teamId == 5, Person.id == p1)

UPDATE "Person" SET "firstName" = $2 WHERE id = $1
=> update(Person).where(Person.id == p1).values(firstName=p2)

UPDATE "Person" p SET "teamId" = u.id FROM users u WHERE u.name = p."firstName" AND p.role = 'ADMIN' RETURNING p."teamId"
=> update(Person).where(User.name == Person.firstName, Person.role == 'ADMIN').values(teamId=User.id).execution_options(synchronize_session=False).returning(Person.teamId)

DELETE FROM "Person" WHERE "teamId" = 5 RETURNING "firstName"
=> delete(Person).where(Person.teamId == 5).returning(Person.firstName)

DELETE FROM "Person" USING users WHERE users.id = "Person"."teamId"
=> delete(Person).where(User.id == Person.teamId).execution_options(synchronize_session=False)

INSERT INTO "Person" ("firstName", role) VALUES ($1, $2) RETURNING id AS "newId"
=> insert(Person).values(firstName=p1, role=p2).returning(Person.id.label('newId'))

SELECT id FROM "Person" WHERE role = $1
=> select(Person.id).where(Person.role == p1)

SELECT id FROM "Person" WHERE role <> ALL($1::"Role"[]) OR role = 'USER'::"Role"
=> select(Person.id).where(or_(Person.role != all_(literal(p1, ARRAY(Person.role.type))), Person.role == literal_column('\'USER\'::"Role"')))

SELECT firstName FROM "Person"
=> refused: mapping.unknown-column

SELECT id FROM Person
=> refused: mapping.no-model

SELECT id FROM "Person" WHERE role = $1::Role
=> refused: sql.cast

UPDATE "Person" SET "teamid" = 5
=> refused: mapping.unknown-column

SELECT id FROM "Person" WHERE role = $1::"role"
=> refused: sql.cast

UPDATE "Person" SET role = 'USER'::"Mood"
=> refused: sql.cast
