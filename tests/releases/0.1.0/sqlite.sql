BEGIN TRANSACTION;
CREATE TABLE accounts (
	provider_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	customer_id BIGINT NOT NULL, 
	contact_id BIGINT, 
	username TEXT NOT NULL, 
	username_key TEXT NOT NULL, 
	first_name TEXT NOT NULL, 
	last_name TEXT NOT NULL, 
	email TEXT NOT NULL, 
	role INTEGER NOT NULL, 
	password_hash TEXT NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	CONSTRAINT pk_accounts PRIMARY KEY (provider_id, id), 
	CONSTRAINT fk_accounts_provider_id_contact_id FOREIGN KEY(provider_id, contact_id) REFERENCES contacts (provider_id, id), 
	CONSTRAINT fk_accounts_provider_id_customer_id FOREIGN KEY(provider_id, customer_id) REFERENCES customers (provider_id, id) ON DELETE CASCADE, 
	CONSTRAINT uq_accounts_provider_id_username_key UNIQUE (provider_id, username_key)
);
INSERT INTO "accounts" VALUES(1,1,1,NULL,'demo','demo','Demo','Operator','demo@northlight.example',4,'$argon2id$v=19$m=65536,t=3,p=4$Fkeaav+9sIOWUni8uIaSig$/fxZr//dfpdWE5QYj3kQNvKGz8YrepGrEBPg/v2epmQ',1,1776254400,1776254400);
INSERT INTO "accounts" VALUES(1,2,1,1,'anna','anna','Anna','Brandt','anna@northlight.example',2,'$argon2id$v=19$m=65536,t=3,p=4$yswGowo/xrH7Yjbvi5+N5Q$+b4Yz+GlGqDBB63VC9fXQ07jYSfB8jGU2U7qvsnShN0',1,1776254400,1776254400);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE audit (
	provider_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	at BIGINT NOT NULL, 
	via TEXT NOT NULL, 
	account_id BIGINT, 
	username TEXT, 
	token_id BIGINT, 
	token_name TEXT, 
	address TEXT, 
	request_id TEXT, 
	deed TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	subject_id TEXT NOT NULL, 
	subject_name TEXT NOT NULL, 
	customer_id BIGINT, 
	"before" TEXT, 
	"after" TEXT, 
	CONSTRAINT pk_audit PRIMARY KEY (provider_id, id), 
	CONSTRAINT fk_audit_provider_id FOREIGN KEY(provider_id) REFERENCES providers (id) ON DELETE CASCADE
);
INSERT INTO "audit" VALUES(1,1,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','account','1','demo',1,NULL,'{"id":1,"customer_id":1,"contact_id":null,"username":"demo","first_name":"Demo","last_name":"Operator","email":"demo@northlight.example","role":"admin","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,2,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','customer','2','Lindenhof Clinics',2,NULL,'{"id":2,"parent_id":1,"name":"Lindenhof Clinics","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,3,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','customer','3','Larkspur Games',3,NULL,'{"id":3,"parent_id":1,"name":"Larkspur Games","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,4,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','customer','4','Pacific Orchard',4,NULL,'{"id":4,"parent_id":1,"name":"Pacific Orchard","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,5,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','customer','5','Tasman Rail',5,NULL,'{"id":5,"parent_id":1,"name":"Tasman Rail","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,6,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','customer','6','Sunder Textiles',6,NULL,'{"id":6,"parent_id":1,"name":"Sunder Textiles","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,7,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','1','Anna Brandt',1,NULL,'{"id":1,"customer_id":1,"login_name":"anna","first_name":"Anna","last_name":"Brandt","email":"anna@northlight.example","phone":"+49 30 23125 101","mobile":"","tz":"Europe/Berlin","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,8,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','2','Ben Okafor',1,NULL,'{"id":2,"customer_id":1,"login_name":"ben","first_name":"Ben","last_name":"Okafor","email":"ben@northlight.example","phone":"+49 30 23125 102","mobile":"","tz":"Europe/Berlin","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,9,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','3','Chiara Conti',1,NULL,'{"id":3,"customer_id":1,"login_name":"chiara","first_name":"Chiara","last_name":"Conti","email":"chiara@northlight.example","phone":"+49 30 23125 103","mobile":"","tz":"Europe/Berlin","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,10,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','4','Deniz Aydın',1,NULL,'{"id":4,"customer_id":1,"login_name":"deniz","first_name":"Deniz","last_name":"Aydın","email":"deniz@northlight.example","phone":"+49 30 23125 104","mobile":"","tz":"Europe/Berlin","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,11,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','5','Edda Vogel',1,NULL,'{"id":5,"customer_id":1,"login_name":"edda","first_name":"Edda","last_name":"Vogel","email":"edda@northlight.example","phone":"+49 30 23125 105","mobile":"","tz":"Europe/Berlin","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,12,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','6','Grace Whitmore',1,NULL,'{"id":6,"customer_id":1,"login_name":"grace","first_name":"Grace","last_name":"Whitmore","email":"grace@northlight.example","phone":"+44 20 7946 0121","mobile":"","tz":"Europe/London","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,13,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','7','Hugo Lambert',1,NULL,'{"id":7,"customer_id":1,"login_name":"hugo","first_name":"Hugo","last_name":"Lambert","email":"hugo@northlight.example","phone":"+44 20 7946 0122","mobile":"","tz":"Europe/London","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,14,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','8','Jonas Reuter',2,NULL,'{"id":8,"customer_id":2,"login_name":"jonas","first_name":"Jonas","last_name":"Reuter","email":"jonas@lindenhof.example","phone":"+49 30 23125 201","mobile":"","tz":"Europe/Berlin","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,15,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','9','Katrin Sommer',2,NULL,'{"id":9,"customer_id":2,"login_name":"katrin","first_name":"Katrin","last_name":"Sommer","email":"katrin@lindenhof.example","phone":"+49 30 23125 202","mobile":"","tz":"Europe/Berlin","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,16,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','10','Liam Doyle',3,NULL,'{"id":10,"customer_id":3,"login_name":"liam","first_name":"Liam","last_name":"Doyle","email":"liam@larkspur.example","phone":"+44 20 7946 0301","mobile":"","tz":"Europe/London","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,17,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','11','Maya Reyes',3,NULL,'{"id":11,"customer_id":3,"login_name":"maya","first_name":"Maya","last_name":"Reyes","email":"maya@larkspur.example","phone":"+1 415 555 0131","mobile":"","tz":"America/Los_Angeles","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,18,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','12','Noah Castillo',3,NULL,'{"id":12,"customer_id":3,"login_name":"noah","first_name":"Noah","last_name":"Castillo","email":"noah@larkspur.example","phone":"+1 415 555 0132","mobile":"","tz":"America/Los_Angeles","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,19,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','13','Olivia Tran',3,NULL,'{"id":13,"customer_id":3,"login_name":"olivia","first_name":"Olivia","last_name":"Tran","email":"olivia@larkspur.example","phone":"+61 2 5550 0141","mobile":"","tz":"Australia/Sydney","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,20,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','14','Priya Menon',3,NULL,'{"id":14,"customer_id":3,"login_name":"priya","first_name":"Priya","last_name":"Menon","email":"priya@larkspur.example","phone":"+61 2 5550 0142","mobile":"","tz":"Australia/Sydney","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,21,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','15','Quinn Harper',4,NULL,'{"id":15,"customer_id":4,"login_name":"quinn","first_name":"Quinn","last_name":"Harper","email":"quinn@orchard.example","phone":"+1 206 555 0151","mobile":"","tz":"America/Los_Angeles","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,22,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','16','Rosa Delgado',4,NULL,'{"id":16,"customer_id":4,"login_name":"rosa","first_name":"Rosa","last_name":"Delgado","email":"rosa@orchard.example","phone":"+1 206 555 0152","mobile":"","tz":"America/Los_Angeles","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,23,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','17','Sam Whitlock',4,NULL,'{"id":17,"customer_id":4,"login_name":"sam","first_name":"Sam","last_name":"Whitlock","email":"sam@orchard.example","phone":"+1 206 555 0153","mobile":"","tz":"America/Los_Angeles","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,24,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','18','Tess Marlowe',5,NULL,'{"id":18,"customer_id":5,"login_name":"tess","first_name":"Tess","last_name":"Marlowe","email":"tess@tasman.example","phone":"+61 2 5550 0161","mobile":"","tz":"Australia/Sydney","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,25,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','19','Umar Siddiqui',5,NULL,'{"id":19,"customer_id":5,"login_name":"umar","first_name":"Umar","last_name":"Siddiqui","email":"umar@tasman.example","phone":"+61 2 5550 0162","mobile":"","tz":"Australia/Sydney","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,26,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','20','Vera Kowalski',5,NULL,'{"id":20,"customer_id":5,"login_name":"vera","first_name":"Vera","last_name":"Kowalski","email":"vera@tasman.example","phone":"+61 2 5550 0163","mobile":"","tz":"Australia/Sydney","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,27,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','21','Wasim Shah',6,NULL,'{"id":21,"customer_id":6,"login_name":"wasim","first_name":"Wasim","last_name":"Shah","email":"wasim@sunder.example","phone":"+44 1632 960171","mobile":"","tz":"Asia/Kolkata","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,28,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','22','Yamini Rao',6,NULL,'{"id":22,"customer_id":6,"login_name":"yamini","first_name":"Yamini","last_name":"Rao","email":"yamini@sunder.example","phone":"+44 1632 960172","mobile":"","tz":"Asia/Kolkata","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,29,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','contact','23','Zubin Daruwala',6,NULL,'{"id":23,"customer_id":6,"login_name":"zubin","first_name":"Zubin","last_name":"Daruwala","email":"zubin@sunder.example","phone":"+44 1632 960173","mobile":"","tz":"Asia/Kolkata","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,30,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','schedule','1','Clinic network',2,NULL,'{"id":1,"customer_id":2,"name":"Clinic network","default_email":"it-duty@lindenhof.example","default_phone":"+49 30 23125 200","created_at":"2026-05-24T06:00:00Z","updated_at":"2026-05-24T06:00:00Z","created_by":1,"updated_by":1}');
INSERT INTO "audit" VALUES(1,31,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','tier','1','Clinic network, tier 1',2,NULL,'{"id":1,"schedule_id":1,"number":1,"is_active":true,"created_at":"2026-05-24T06:00:00Z","updated_at":"2026-10-14T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,32,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','layers','1','Clinic network, tier 1',2,NULL,'{"tier_id":1,"number":2,"counts_from":"2026-10-14T12:00:00Z","saved_at":"2026-10-14T12:00:00Z","saved_by":1,"layers":[{"start":"2026-05-25T06:00:00Z","rotation":{"type":"weekly"},"restrictions":null,"contacts":[1,2,3,6,4],"index":0,"tz":"Europe/Berlin","end":null},{"start":"2026-05-25T06:00:00Z","rotation":{"type":"daily","turns":"open"},"restrictions":[{"type":"days","days":["monday","tuesday","wednesday","thursday","friday"],"start":"08:00","end":"18:00"}],"contacts":[8,9],"index":1,"tz":"Europe/Berlin","end":null}]}');
INSERT INTO "audit" VALUES(1,33,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','override','1','Clinic network, tier 1',2,NULL,'{"id":1,"tier_id":1,"contact_id":7,"start_at":"2026-11-16T17:00:00Z","end_at":"2026-11-17T07:00:00Z","created_at":"2026-11-15T17:00:00Z","created_by":1}');
INSERT INTO "audit" VALUES(1,34,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','override','2','Clinic network, tier 1',2,NULL,'{"id":2,"tier_id":1,"contact_id":4,"start_at":"2026-11-26T17:00:00Z","end_at":"2026-11-27T07:00:00Z","created_at":"2026-11-24T12:00:00Z","created_by":1}');
INSERT INTO "audit" VALUES(1,35,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','override','3','Clinic network, tier 1',2,NULL,'{"id":3,"tier_id":1,"contact_id":1,"start_at":"2026-11-30T07:00:00Z","end_at":"2026-11-30T17:00:00Z","created_at":"2026-11-24T12:00:00Z","created_by":1}');
INSERT INTO "audit" VALUES(1,36,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','override','4','Clinic network, tier 1',2,NULL,'{"id":4,"tier_id":1,"contact_id":3,"start_at":"2026-12-06T23:00:00Z","end_at":"2026-12-08T23:00:00Z","created_at":"2026-11-24T12:00:00Z","created_by":1}');
INSERT INTO "audit" VALUES(1,37,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','tier','2','Clinic network, tier 2',2,NULL,'{"id":2,"schedule_id":1,"number":2,"is_active":true,"created_at":"2026-05-24T07:00:00Z","updated_at":"2026-05-24T07:00:00Z"}');
INSERT INTO "audit" VALUES(1,38,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','layers','2','Clinic network, tier 2',2,NULL,'{"tier_id":2,"number":1,"counts_from":null,"saved_at":"2026-05-24T07:00:00Z","saved_by":1,"layers":[{"start":"2026-05-25T07:00:00Z","rotation":{"type":"weekly"},"restrictions":null,"contacts":[5,4,7],"index":0,"tz":"Europe/Berlin","end":null}]}');
INSERT INTO "audit" VALUES(1,39,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','override','5','Clinic network, tier 2',2,NULL,'{"id":5,"tier_id":2,"contact_id":6,"start_at":"2026-11-28T08:00:00Z","end_at":"2026-11-29T08:00:00Z","created_at":"2026-11-24T12:00:00Z","created_by":1}');
INSERT INTO "audit" VALUES(1,40,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','tier','3','Clinic network, tier 3',2,NULL,'{"id":3,"schedule_id":1,"number":3,"is_active":true,"created_at":"2026-05-24T07:00:00Z","updated_at":"2026-05-24T07:00:00Z"}');
INSERT INTO "audit" VALUES(1,41,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','layers','3','Clinic network, tier 3',2,NULL,'{"tier_id":3,"number":1,"counts_from":null,"saved_at":"2026-05-24T07:00:00Z","saved_by":1,"layers":[{"start":"2026-05-25T07:00:00Z","rotation":{"type":"monthly","interval":1},"restrictions":null,"contacts":[9,5],"index":0,"tz":"Europe/Berlin","end":null}]}');
INSERT INTO "audit" VALUES(1,42,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','schedule','2','Game platform, follow the sun',3,NULL,'{"id":2,"customer_id":3,"name":"Game platform, follow the sun","default_email":"ops@larkspur.example","default_phone":"+44 20 7946 0300","created_at":"2026-07-04T22:00:00Z","updated_at":"2026-07-04T22:00:00Z","created_by":1,"updated_by":1}');
INSERT INTO "audit" VALUES(1,43,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','tier','4','Game platform, follow the sun, tier 1',3,NULL,'{"id":4,"schedule_id":2,"number":1,"is_active":true,"created_at":"2026-07-04T22:00:00Z","updated_at":"2026-07-04T22:00:00Z"}');
INSERT INTO "audit" VALUES(1,44,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','layers','4','Game platform, follow the sun, tier 1',3,NULL,'{"tier_id":4,"number":1,"counts_from":null,"saved_at":"2026-07-04T22:00:00Z","saved_by":1,"layers":[{"start":"2026-07-05T22:00:00Z","rotation":{"type":"weekly"},"restrictions":[{"type":"daily","start":"08:00","end":"18:00"}],"contacts":[13,14],"index":0,"tz":"Australia/Sydney","end":null},{"start":"2026-07-06T06:00:00Z","rotation":{"type":"weekly"},"restrictions":[{"type":"daily","start":"07:00","end":"17:00"}],"contacts":[10,6,7],"index":1,"tz":"Europe/London","end":null},{"start":"2026-07-06T15:00:00Z","rotation":{"type":"weekly"},"restrictions":[{"type":"daily","start":"08:00","end":"16:00"}],"contacts":[11,12],"index":2,"tz":"America/Los_Angeles","end":null}]}');
INSERT INTO "audit" VALUES(1,45,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','override','6','Game platform, follow the sun, tier 1',3,NULL,'{"id":6,"tier_id":4,"contact_id":12,"start_at":"2026-11-27T16:00:00Z","end_at":"2026-11-28T00:00:00Z","created_at":"2026-11-24T12:00:00Z","created_by":1}');
INSERT INTO "audit" VALUES(1,46,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','tier','5','Game platform, follow the sun, tier 2',3,NULL,'{"id":5,"schedule_id":2,"number":2,"is_active":true,"created_at":"2026-07-05T08:00:00Z","updated_at":"2026-07-05T08:00:00Z"}');
INSERT INTO "audit" VALUES(1,47,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','layers','5','Game platform, follow the sun, tier 2',3,NULL,'{"tier_id":5,"number":1,"counts_from":null,"saved_at":"2026-07-05T08:00:00Z","saved_by":1,"layers":[{"start":"2026-07-06T08:00:00Z","rotation":{"type":"custom","unit":"days","lengths":[5,2]},"restrictions":null,"contacts":[10,11,13],"index":0,"tz":"Europe/London","end":null}]}');
INSERT INTO "audit" VALUES(1,48,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','schedule','3','Warehouse systems',4,NULL,'{"id":3,"customer_id":4,"name":"Warehouse systems","default_email":"dock@orchard.example","default_phone":"+1 206 555 0150","created_at":"2026-08-02T13:00:00Z","updated_at":"2026-08-02T13:00:00Z","created_by":1,"updated_by":1}');
INSERT INTO "audit" VALUES(1,49,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','tier','6','Warehouse systems, tier 1',4,NULL,'{"id":6,"schedule_id":3,"number":1,"is_active":true,"created_at":"2026-08-02T13:00:00Z","updated_at":"2026-08-02T13:00:00Z"}');
INSERT INTO "audit" VALUES(1,50,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','layers','6','Warehouse systems, tier 1',4,NULL,'{"tier_id":6,"number":1,"counts_from":null,"saved_at":"2026-08-02T13:00:00Z","saved_by":1,"layers":[{"start":"2026-08-03T13:00:00Z","rotation":{"type":"daily","turns":"open"},"restrictions":[{"type":"days","days":["monday","tuesday","wednesday","thursday","friday"],"start":"06:00","end":"18:00"}],"contacts":[15,16,17],"index":0,"tz":"America/Los_Angeles","end":null}]}');
INSERT INTO "audit" VALUES(1,51,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','tier','7','Warehouse systems, tier 2',4,NULL,'{"id":7,"schedule_id":3,"number":2,"is_active":true,"created_at":"2026-08-02T13:00:00Z","updated_at":"2026-08-02T13:00:00Z"}');
INSERT INTO "audit" VALUES(1,52,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','layers','7','Warehouse systems, tier 2',4,NULL,'{"tier_id":7,"number":1,"counts_from":null,"saved_at":"2026-08-02T13:00:00Z","saved_by":1,"layers":[{"start":"2026-08-03T13:00:00Z","rotation":{"type":"hourly","interval":12},"restrictions":null,"contacts":[17,15],"index":0,"tz":"America/Los_Angeles","end":null}]}');
INSERT INTO "audit" VALUES(1,53,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','override','7','Warehouse systems, tier 2',4,NULL,'{"id":7,"tier_id":7,"contact_id":16,"start_at":"2026-11-26T02:00:00Z","end_at":"2026-11-26T14:00:00Z","created_at":"2026-11-24T12:00:00Z","created_by":1}');
INSERT INTO "audit" VALUES(1,54,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','schedule','4','Signalling desk',5,NULL,'{"id":4,"customer_id":5,"name":"Signalling desk","default_email":"signals@tasman.example","default_phone":"+61 2 5550 0160","created_at":"2026-04-25T23:00:00Z","updated_at":"2026-04-25T23:00:00Z","created_by":1,"updated_by":1}');
INSERT INTO "audit" VALUES(1,55,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','tier','8','Signalling desk, tier 1',5,NULL,'{"id":8,"schedule_id":4,"number":1,"is_active":true,"created_at":"2026-04-25T23:00:00Z","updated_at":"2026-11-04T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,56,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','layers','8','Signalling desk, tier 1',5,NULL,'{"tier_id":8,"number":2,"counts_from":"2026-11-04T12:00:00Z","saved_at":"2026-11-04T12:00:00Z","saved_by":1,"layers":[{"start":"2026-04-26T23:00:00Z","rotation":{"type":"daily"},"restrictions":null,"contacts":[18,19,20],"index":0,"tz":"Australia/Sydney","end":null},{"start":"2026-05-01T07:00:00Z","rotation":{"type":"weekly"},"restrictions":[{"type":"weekly","start_day":"friday","start":"17:00","end_day":"monday","end":"09:00"}],"contacts":[20,18,19],"index":1,"tz":"Australia/Sydney","end":null}]}');
INSERT INTO "audit" VALUES(1,57,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','tier','9','Signalling desk, tier 2',5,NULL,'{"id":9,"schedule_id":4,"number":2,"is_active":true,"created_at":"2026-04-28T02:00:00Z","updated_at":"2026-04-28T02:00:00Z"}');
INSERT INTO "audit" VALUES(1,58,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','layers','9','Signalling desk, tier 2',5,NULL,'{"tier_id":9,"number":1,"counts_from":null,"saved_at":"2026-04-28T02:00:00Z","saved_by":1,"layers":[{"start":"2026-04-29T02:00:00Z","rotation":{"type":"weekly"},"restrictions":null,"contacts":[19,20],"index":0,"tz":"Australia/Sydney","end":null}]}');
INSERT INTO "audit" VALUES(1,59,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','schedule','5','Mill floor',6,NULL,'{"id":5,"customer_id":6,"name":"Mill floor","default_email":"mill@sunder.example","default_phone":"+44 1632 960170","created_at":"2026-08-30T00:30:00Z","updated_at":"2026-08-30T00:30:00Z","created_by":1,"updated_by":1}');
INSERT INTO "audit" VALUES(1,60,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','tier','10','Mill floor, tier 1',6,NULL,'{"id":10,"schedule_id":5,"number":1,"is_active":true,"created_at":"2026-08-30T00:30:00Z","updated_at":"2026-08-30T00:30:00Z"}');
INSERT INTO "audit" VALUES(1,61,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','layers','10','Mill floor, tier 1',6,NULL,'{"tier_id":10,"number":1,"counts_from":null,"saved_at":"2026-08-30T00:30:00Z","saved_by":1,"layers":[{"start":"2026-08-31T00:30:00Z","rotation":{"type":"daily","interval":2},"restrictions":null,"contacts":[23,21],"index":0,"tz":"Asia/Kolkata","end":null},{"start":"2026-08-31T00:30:00Z","rotation":{"type":"weekly"},"restrictions":[{"type":"daily","start":"06:00","end":"14:00"}],"contacts":[21,22],"index":1,"tz":"Asia/Kolkata","end":null},{"start":"2026-08-31T08:30:00Z","rotation":{"type":"weekly"},"restrictions":[{"type":"daily","start":"14:00","end":"22:00"}],"contacts":[22,23],"index":2,"tz":"Asia/Kolkata","end":null}]}');
INSERT INTO "audit" VALUES(1,62,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','tier','11','Mill floor, tier 2',6,NULL,'{"id":11,"schedule_id":5,"number":2,"is_active":true,"created_at":"2026-08-30T07:00:00Z","updated_at":"2026-08-30T07:00:00Z"}');
INSERT INTO "audit" VALUES(1,63,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','layers','11','Mill floor, tier 2',6,NULL,'{"tier_id":11,"number":1,"counts_from":null,"saved_at":"2026-08-30T07:00:00Z","saved_by":1,"layers":[{"start":"2026-08-31T07:00:00Z","rotation":{"type":"weekly"},"restrictions":null,"contacts":[2,5],"index":0,"tz":"Europe/Berlin","end":null}]}');
INSERT INTO "audit" VALUES(1,64,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','schedule','6','Year-end change freeze',1,NULL,'{"id":6,"customer_id":1,"name":"Year-end change freeze","default_email":"noc@northlight.example","default_phone":"+49 30 23125 100","created_at":"2026-11-24T12:00:00Z","updated_at":"2026-11-24T12:00:00Z","created_by":1,"updated_by":1}');
INSERT INTO "audit" VALUES(1,65,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','tier','12','Year-end change freeze, tier 1',1,NULL,'{"id":12,"schedule_id":6,"number":1,"is_active":true,"created_at":"2026-11-24T12:00:00Z","updated_at":"2026-11-24T12:00:00Z"}');
INSERT INTO "audit" VALUES(1,66,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','layers','12','Year-end change freeze, tier 1',1,NULL,'{"tier_id":12,"number":1,"counts_from":null,"saved_at":"2026-11-24T12:00:00Z","saved_by":1,"layers":[{"start":"2026-11-30T08:00:00Z","rotation":{"type":"weekly"},"restrictions":null,"contacts":[5,1,6],"index":0,"tz":"Europe/Berlin","end":null}]}');
INSERT INTO "audit" VALUES(1,67,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','group','e6df057a-79a4-40fc-a91e-9ec4d29066b2','Network crew',1,NULL,'{"id":"e6df057a-79a4-40fc-a91e-9ec4d29066b2","customer_id":1,"name":"Network crew","description":"","email":"","created_at":"2026-04-15T12:00:00Z","updated_at":null}');
INSERT INTO "audit" VALUES(1,68,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','membership','e6df057a-79a4-40fc-a91e-9ec4d29066b2','Anna Brandt in Network crew',1,NULL,'{"group_id":"e6df057a-79a4-40fc-a91e-9ec4d29066b2","contact_id":1,"joined_at":"2026-04-15T12:00:00Z","left_at":null}');
INSERT INTO "audit" VALUES(1,69,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','membership','e6df057a-79a4-40fc-a91e-9ec4d29066b2','Ben Okafor in Network crew',1,NULL,'{"group_id":"e6df057a-79a4-40fc-a91e-9ec4d29066b2","contact_id":2,"joined_at":"2026-04-15T12:00:00Z","left_at":null}');
INSERT INTO "audit" VALUES(1,70,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','membership','e6df057a-79a4-40fc-a91e-9ec4d29066b2','Chiara Conti in Network crew',1,NULL,'{"group_id":"e6df057a-79a4-40fc-a91e-9ec4d29066b2","contact_id":3,"joined_at":"2026-04-15T12:00:00Z","left_at":null}');
INSERT INTO "audit" VALUES(1,71,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','group','4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f','Night crew',1,NULL,'{"id":"4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f","customer_id":1,"name":"Night crew","description":"","email":"","created_at":"2026-04-15T12:00:00Z","updated_at":null}');
INSERT INTO "audit" VALUES(1,72,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','membership','4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f','Deniz Aydın in Night crew',1,NULL,'{"group_id":"4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f","contact_id":4,"joined_at":"2026-04-15T12:00:00Z","left_at":null}');
INSERT INTO "audit" VALUES(1,73,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','membership','4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f','Edda Vogel in Night crew',1,NULL,'{"group_id":"4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f","contact_id":5,"joined_at":"2026-04-15T12:00:00Z","left_at":null}');
INSERT INTO "audit" VALUES(1,74,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','membership','4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f','Hugo Lambert in Night crew',1,NULL,'{"group_id":"4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f","contact_id":7,"joined_at":"2026-04-15T12:00:00Z","left_at":null}');
INSERT INTO "audit" VALUES(1,75,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','group','39e0230f-4603-4219-bf2d-616dd6caf820','Yard crew',5,NULL,'{"id":"39e0230f-4603-4219-bf2d-616dd6caf820","customer_id":5,"name":"Yard crew","description":"","email":"","created_at":"2026-04-15T12:00:00Z","updated_at":null}');
INSERT INTO "audit" VALUES(1,76,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','membership','39e0230f-4603-4219-bf2d-616dd6caf820','Tess Marlowe in Yard crew',5,NULL,'{"group_id":"39e0230f-4603-4219-bf2d-616dd6caf820","contact_id":18,"joined_at":"2026-04-15T12:00:00Z","left_at":null}');
INSERT INTO "audit" VALUES(1,77,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','membership','39e0230f-4603-4219-bf2d-616dd6caf820','Vera Kowalski in Yard crew',5,NULL,'{"group_id":"39e0230f-4603-4219-bf2d-616dd6caf820","contact_id":20,"joined_at":"2026-04-15T12:00:00Z","left_at":null}');
INSERT INTO "audit" VALUES(1,78,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','roster','ES-c7fca9c2-3b88-4112-95bc-b2281b319efc','Operations room',1,NULL,'{"id":"ES-c7fca9c2-3b88-4112-95bc-b2281b319efc","customer_id":1,"name":"Operations room","description":"Who sits at the desk","created_at":"2026-07-05T22:00:00Z","updated_at":null}');
INSERT INTO "audit" VALUES(1,79,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','rules','ES-c7fca9c2-3b88-4112-95bc-b2281b319efc','Operations room',1,NULL,'{"roster_id":"ES-c7fca9c2-3b88-4112-95bc-b2281b319efc","number":1,"counts_from":null,"saved_at":"2026-07-05T22:00:00Z","saved_by":1,"tz":"Europe/Berlin","shifts":[{"id":"ESD-f1c79853-9ac2-4ad1-8ff3-32e85eb47495","name":"Early","schedule":{"type":"Recurring","anchor_on":"2026-07-06","start_time":"06:00:00","end_time":"14:00:00","pattern":{"type":"Daily","every":1},"ends":{"type":"Never"}},"anchor_at":"2026-07-05T22:00:00Z","contacts":[],"groups":["e6df057a-79a4-40fc-a91e-9ec4d29066b2"]},{"id":"ESD-ca7cb693-b26b-4f92-8099-6fb2660e0304","name":"Late","schedule":{"type":"Recurring","anchor_on":"2026-07-06","start_time":"14:00:00","end_time":"22:00:00","pattern":{"type":"Daily","every":1},"ends":{"type":"Never"}},"anchor_at":"2026-07-05T22:00:00Z","contacts":[6],"groups":["e6df057a-79a4-40fc-a91e-9ec4d29066b2"]},{"id":"ESD-a2c0dfd5-cdf3-443b-9a0a-1b3dd2aa7a84","name":"Night","schedule":{"type":"Recurring","anchor_on":"2026-07-06","start_time":"22:00:00","end_time":"06:00:00","pattern":{"type":"Daily","every":1},"ends":{"type":"Never"}},"anchor_at":"2026-07-05T22:00:00Z","contacts":[],"groups":["4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f"]}]}');
INSERT INTO "audit" VALUES(1,80,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','roster','ES-40fbb97f-1912-45d8-88e6-10874eae231c','On site',2,NULL,'{"id":"ES-40fbb97f-1912-45d8-88e6-10874eae231c","customer_id":2,"name":"On site","description":"Who opens the door for the carrier''s engineers","created_at":"2026-05-24T22:00:00Z","updated_at":null}');
INSERT INTO "audit" VALUES(1,81,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','rules','ES-40fbb97f-1912-45d8-88e6-10874eae231c','On site',2,NULL,'{"roster_id":"ES-40fbb97f-1912-45d8-88e6-10874eae231c","number":1,"counts_from":null,"saved_at":"2026-05-24T22:00:00Z","saved_by":1,"tz":"Europe/Berlin","shifts":[{"id":"ESD-32d312d3-f82d-426f-8faf-9cdbcd03a597","name":"Ward rounds","schedule":{"type":"Recurring","anchor_on":"2026-05-25","start_time":"08:00:00","end_time":"17:00:00","pattern":{"type":"Weekly","every":1,"days":[0,2,4]},"ends":{"type":"Never"}},"anchor_at":"2026-05-24T22:00:00Z","contacts":[8],"groups":[]},{"id":"ESD-b93c3aa8-4d64-41b1-af41-6dd25840b78d","name":"Quiet days","schedule":{"type":"Recurring","anchor_on":"2026-05-26","start_time":"08:00:00","end_time":"17:00:00","pattern":{"type":"Weekly","every":1,"days":[1,3]},"ends":{"type":"Never"}},"anchor_at":"2026-05-25T22:00:00Z","contacts":[9],"groups":[]},{"id":"ESD-38ff1f25-727a-4193-97bf-04eb24ad698f","name":"Patch night","schedule":{"type":"Recurring","anchor_on":"2026-05-25","start_time":"20:00:00","end_time":"02:00:00","pattern":{"type":"MonthlyByWeekday","every":1,"week_index":-1,"weekday":4},"ends":{"type":"Never"}},"anchor_at":"2026-05-24T22:00:00Z","contacts":[8,9],"groups":[]},{"id":"ESD-1f259546-4e56-4151-ace8-9b025781bbf5","name":"Moving the archive","schedule":{"type":"OneTime","start":"2026-11-27T08:00:00Z","end":"2026-11-28T14:00:00Z"},"anchor_at":null,"contacts":[9],"groups":[]}]}');
INSERT INTO "audit" VALUES(1,82,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','roster','ES-476d5529-e202-4202-898d-92ad6f8b9d08','Stocktaking',4,NULL,'{"id":"ES-476d5529-e202-4202-898d-92ad6f8b9d08","customer_id":4,"name":"Stocktaking","description":"","created_at":"2026-08-03T07:00:00Z","updated_at":null}');
INSERT INTO "audit" VALUES(1,83,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','rules','ES-476d5529-e202-4202-898d-92ad6f8b9d08','Stocktaking',4,NULL,'{"roster_id":"ES-476d5529-e202-4202-898d-92ad6f8b9d08","number":1,"counts_from":null,"saved_at":"2026-08-03T07:00:00Z","saved_by":1,"tz":"America/Los_Angeles","shifts":[{"id":"ESD-f631a87a-6aa4-44e6-ab2f-811588535d66","name":"Count","schedule":{"type":"Recurring","anchor_on":"2026-08-03","start_time":"05:00:00","end_time":"13:00:00","pattern":{"type":"MonthlyByDay","every":1,"day":31},"ends":{"type":"Never"}},"anchor_at":"2026-08-03T07:00:00Z","contacts":[15,16],"groups":[]},{"id":"ESD-7b6ec7a3-db2f-4a7b-9fd0-a5579151e053","name":"Founding day","schedule":{"type":"Recurring","anchor_on":"2026-08-05","start_time":"00:00:00","end_time":"00:00:00","pattern":{"type":"Yearly","every":1},"ends":{"type":"Never"}},"anchor_at":"2026-08-05T07:00:00Z","contacts":[17],"groups":[]}]}');
INSERT INTO "audit" VALUES(1,84,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','roster','ES-1ad6af89-c3f6-4b94-acd0-bd54b846b387','Yard at weekends',5,NULL,'{"id":"ES-1ad6af89-c3f6-4b94-acd0-bd54b846b387","customer_id":5,"name":"Yard at weekends","description":"Every second weekend; the other one belongs to the carrier","created_at":"2026-05-01T14:00:00Z","updated_at":null}');
INSERT INTO "audit" VALUES(1,85,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','rules','ES-1ad6af89-c3f6-4b94-acd0-bd54b846b387','Yard at weekends',5,NULL,'{"roster_id":"ES-1ad6af89-c3f6-4b94-acd0-bd54b846b387","number":1,"counts_from":null,"saved_at":"2026-05-01T14:00:00Z","saved_by":1,"tz":"Australia/Sydney","shifts":[{"id":"ESD-e172e000-5740-49aa-a64e-6cb3cba77500","name":"Yard","schedule":{"type":"Recurring","anchor_on":"2026-05-02","start_time":"05:00:00","end_time":"21:00:00","pattern":{"type":"Weekly","every":2,"days":[5,6]},"ends":{"type":"Never"}},"anchor_at":"2026-05-01T14:00:00Z","contacts":[],"groups":["39e0230f-4603-4219-bf2d-616dd6caf820"]}]}');
INSERT INTO "audit" VALUES(1,86,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','roster','ES-5dc18048-9349-4379-afb1-ba0e8b2cd1f3','Loom trial',6,NULL,'{"id":"ES-5dc18048-9349-4379-afb1-ba0e8b2cd1f3","customer_id":6,"name":"Loom trial","description":"Twenty nights, then it is over","created_at":"2026-11-15T18:30:00Z","updated_at":null}');
INSERT INTO "audit" VALUES(1,87,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','rules','ES-5dc18048-9349-4379-afb1-ba0e8b2cd1f3','Loom trial',6,NULL,'{"roster_id":"ES-5dc18048-9349-4379-afb1-ba0e8b2cd1f3","number":1,"counts_from":null,"saved_at":"2026-11-15T18:30:00Z","saved_by":1,"tz":"Asia/Kolkata","shifts":[{"id":"ESD-cd9da670-483a-4595-ab94-9d6127b03775","name":"Trial","schedule":{"type":"Recurring","anchor_on":"2026-11-16","start_time":"21:00:00","end_time":"03:00:00","pattern":{"type":"Daily","every":2},"ends":{"type":"Occurrences","count":20}},"anchor_at":"2026-11-15T18:30:00Z","contacts":[21,22],"groups":[]},{"id":"ESD-9ce3206c-711e-4c60-bf1b-8eb44100332c","name":"Handover","schedule":{"type":"Recurring","anchor_on":"2026-11-20","start_time":"16:00:00","end_time":"18:00:00","pattern":{"type":"Weekly","every":1,"days":[]},"ends":{"type":"Until","at":"2027-01-20T12:00:00Z"}},"anchor_at":"2026-11-19T18:30:00Z","contacts":[23],"groups":[]}]}');
INSERT INTO "audit" VALUES(1,88,1795608000,'cli',NULL,NULL,NULL,NULL,NULL,NULL,'created','account','2','anna',1,NULL,'{"id":2,"customer_id":1,"contact_id":1,"username":"anna","first_name":"Anna","last_name":"Brandt","email":"anna@northlight.example","role":"responder","is_active":true,"created_at":"2026-04-15T12:00:00Z","updated_at":"2026-04-15T12:00:00Z"}');
CREATE TABLE contacts (
	provider_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	customer_id BIGINT NOT NULL, 
	login_name TEXT NOT NULL, 
	login_name_key TEXT NOT NULL, 
	first_name TEXT NOT NULL, 
	first_name_key TEXT NOT NULL, 
	last_name TEXT NOT NULL, 
	last_name_key TEXT NOT NULL, 
	email TEXT NOT NULL, 
	email_key TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	mobile TEXT NOT NULL, 
	tz TEXT NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	search_key TEXT NOT NULL, 
	CONSTRAINT pk_contacts PRIMARY KEY (provider_id, id), 
	CONSTRAINT fk_contacts_provider_id_customer_id FOREIGN KEY(provider_id, customer_id) REFERENCES customers (provider_id, id) ON DELETE CASCADE
);
INSERT INTO "contacts" VALUES(1,1,1,'anna','anna','Anna','anna','Brandt','brandt','anna@northlight.example','anna@northlight.example','+49 30 23125 101','','Europe/Berlin',1,1776254400,1776254400,'anna brandt
anna
anna@northlight.example
+49 30 23125 101
');
INSERT INTO "contacts" VALUES(1,2,1,'ben','ben','Ben','ben','Okafor','okafor','ben@northlight.example','ben@northlight.example','+49 30 23125 102','','Europe/Berlin',1,1776254400,1776254400,'ben okafor
ben
ben@northlight.example
+49 30 23125 102
');
INSERT INTO "contacts" VALUES(1,3,1,'chiara','chiara','Chiara','chiara','Conti','conti','chiara@northlight.example','chiara@northlight.example','+49 30 23125 103','','Europe/Berlin',1,1776254400,1776254400,'chiara conti
chiara
chiara@northlight.example
+49 30 23125 103
');
INSERT INTO "contacts" VALUES(1,4,1,'deniz','deniz','Deniz','deniz','Aydın','aydın','deniz@northlight.example','deniz@northlight.example','+49 30 23125 104','','Europe/Berlin',1,1776254400,1776254400,'deniz aydın
deniz
deniz@northlight.example
+49 30 23125 104
');
INSERT INTO "contacts" VALUES(1,5,1,'edda','edda','Edda','edda','Vogel','vogel','edda@northlight.example','edda@northlight.example','+49 30 23125 105','','Europe/Berlin',1,1776254400,1776254400,'edda vogel
edda
edda@northlight.example
+49 30 23125 105
');
INSERT INTO "contacts" VALUES(1,6,1,'grace','grace','Grace','grace','Whitmore','whitmore','grace@northlight.example','grace@northlight.example','+44 20 7946 0121','','Europe/London',1,1776254400,1776254400,'grace whitmore
grace
grace@northlight.example
+44 20 7946 0121
');
INSERT INTO "contacts" VALUES(1,7,1,'hugo','hugo','Hugo','hugo','Lambert','lambert','hugo@northlight.example','hugo@northlight.example','+44 20 7946 0122','','Europe/London',1,1776254400,1776254400,'hugo lambert
hugo
hugo@northlight.example
+44 20 7946 0122
');
INSERT INTO "contacts" VALUES(1,8,2,'jonas','jonas','Jonas','jonas','Reuter','reuter','jonas@lindenhof.example','jonas@lindenhof.example','+49 30 23125 201','','Europe/Berlin',1,1776254400,1776254400,'jonas reuter
jonas
jonas@lindenhof.example
+49 30 23125 201
');
INSERT INTO "contacts" VALUES(1,9,2,'katrin','katrin','Katrin','katrin','Sommer','sommer','katrin@lindenhof.example','katrin@lindenhof.example','+49 30 23125 202','','Europe/Berlin',1,1776254400,1776254400,'katrin sommer
katrin
katrin@lindenhof.example
+49 30 23125 202
');
INSERT INTO "contacts" VALUES(1,10,3,'liam','liam','Liam','liam','Doyle','doyle','liam@larkspur.example','liam@larkspur.example','+44 20 7946 0301','','Europe/London',1,1776254400,1776254400,'liam doyle
liam
liam@larkspur.example
+44 20 7946 0301
');
INSERT INTO "contacts" VALUES(1,11,3,'maya','maya','Maya','maya','Reyes','reyes','maya@larkspur.example','maya@larkspur.example','+1 415 555 0131','','America/Los_Angeles',1,1776254400,1776254400,'maya reyes
maya
maya@larkspur.example
+1 415 555 0131
');
INSERT INTO "contacts" VALUES(1,12,3,'noah','noah','Noah','noah','Castillo','castillo','noah@larkspur.example','noah@larkspur.example','+1 415 555 0132','','America/Los_Angeles',1,1776254400,1776254400,'noah castillo
noah
noah@larkspur.example
+1 415 555 0132
');
INSERT INTO "contacts" VALUES(1,13,3,'olivia','olivia','Olivia','olivia','Tran','tran','olivia@larkspur.example','olivia@larkspur.example','+61 2 5550 0141','','Australia/Sydney',1,1776254400,1776254400,'olivia tran
olivia
olivia@larkspur.example
+61 2 5550 0141
');
INSERT INTO "contacts" VALUES(1,14,3,'priya','priya','Priya','priya','Menon','menon','priya@larkspur.example','priya@larkspur.example','+61 2 5550 0142','','Australia/Sydney',1,1776254400,1776254400,'priya menon
priya
priya@larkspur.example
+61 2 5550 0142
');
INSERT INTO "contacts" VALUES(1,15,4,'quinn','quinn','Quinn','quinn','Harper','harper','quinn@orchard.example','quinn@orchard.example','+1 206 555 0151','','America/Los_Angeles',1,1776254400,1776254400,'quinn harper
quinn
quinn@orchard.example
+1 206 555 0151
');
INSERT INTO "contacts" VALUES(1,16,4,'rosa','rosa','Rosa','rosa','Delgado','delgado','rosa@orchard.example','rosa@orchard.example','+1 206 555 0152','','America/Los_Angeles',1,1776254400,1776254400,'rosa delgado
rosa
rosa@orchard.example
+1 206 555 0152
');
INSERT INTO "contacts" VALUES(1,17,4,'sam','sam','Sam','sam','Whitlock','whitlock','sam@orchard.example','sam@orchard.example','+1 206 555 0153','','America/Los_Angeles',1,1776254400,1776254400,'sam whitlock
sam
sam@orchard.example
+1 206 555 0153
');
INSERT INTO "contacts" VALUES(1,18,5,'tess','tess','Tess','tess','Marlowe','marlowe','tess@tasman.example','tess@tasman.example','+61 2 5550 0161','','Australia/Sydney',1,1776254400,1776254400,'tess marlowe
tess
tess@tasman.example
+61 2 5550 0161
');
INSERT INTO "contacts" VALUES(1,19,5,'umar','umar','Umar','umar','Siddiqui','siddiqui','umar@tasman.example','umar@tasman.example','+61 2 5550 0162','','Australia/Sydney',1,1776254400,1776254400,'umar siddiqui
umar
umar@tasman.example
+61 2 5550 0162
');
INSERT INTO "contacts" VALUES(1,20,5,'vera','vera','Vera','vera','Kowalski','kowalski','vera@tasman.example','vera@tasman.example','+61 2 5550 0163','','Australia/Sydney',1,1776254400,1776254400,'vera kowalski
vera
vera@tasman.example
+61 2 5550 0163
');
INSERT INTO "contacts" VALUES(1,21,6,'wasim','wasim','Wasim','wasim','Shah','shah','wasim@sunder.example','wasim@sunder.example','+44 1632 960171','','Asia/Kolkata',1,1776254400,1776254400,'wasim shah
wasim
wasim@sunder.example
+44 1632 960171
');
INSERT INTO "contacts" VALUES(1,22,6,'yamini','yamini','Yamini','yamini','Rao','rao','yamini@sunder.example','yamini@sunder.example','+44 1632 960172','','Asia/Kolkata',1,1776254400,1776254400,'yamini rao
yamini
yamini@sunder.example
+44 1632 960172
');
INSERT INTO "contacts" VALUES(1,23,6,'zubin','zubin','Zubin','zubin','Daruwala','daruwala','zubin@sunder.example','zubin@sunder.example','+44 1632 960173','','Asia/Kolkata',1,1776254400,1776254400,'zubin daruwala
zubin
zubin@sunder.example
+44 1632 960173
');
CREATE TABLE customers (
	provider_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	parent_id BIGINT, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	CONSTRAINT pk_customers PRIMARY KEY (provider_id, id), 
	CONSTRAINT fk_customers_provider_id_parent_id FOREIGN KEY(provider_id, parent_id) REFERENCES customers (provider_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_customers_provider_id FOREIGN KEY(provider_id) REFERENCES providers (id) ON DELETE CASCADE, 
	CONSTRAINT uq_customers_provider_id_parent_id_name_key UNIQUE (provider_id, parent_id, name_key)
);
INSERT INTO "customers" VALUES(1,1,NULL,'Northlight Operations','northlight operations',1,1776254400,1776254400);
INSERT INTO "customers" VALUES(1,2,1,'Lindenhof Clinics','lindenhof clinics',1,1776254400,1776254400);
INSERT INTO "customers" VALUES(1,3,1,'Larkspur Games','larkspur games',1,1776254400,1776254400);
INSERT INTO "customers" VALUES(1,4,1,'Pacific Orchard','pacific orchard',1,1776254400,1776254400);
INSERT INTO "customers" VALUES(1,5,1,'Tasman Rail','tasman rail',1,1776254400,1776254400);
INSERT INTO "customers" VALUES(1,6,1,'Sunder Textiles','sunder textiles',1,1776254400,1776254400);
CREATE TABLE feed_memories (
	provider_id BIGINT NOT NULL, 
	feed_id BIGINT NOT NULL, 
	changed_at BIGINT NOT NULL, 
	fetched_at BIGINT NOT NULL, 
	shifts TEXT NOT NULL, 
	CONSTRAINT pk_feed_memories PRIMARY KEY (provider_id, feed_id), 
	CONSTRAINT fk_feed_memories_provider_id_feed_id FOREIGN KEY(provider_id, feed_id) REFERENCES feeds (provider_id, id) ON DELETE CASCADE
);
CREATE TABLE feeds (
	provider_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	customer_id BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	tz TEXT NOT NULL, 
	secret_hash TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	revoked_at BIGINT, 
	CONSTRAINT pk_feeds PRIMARY KEY (provider_id, id), 
	CONSTRAINT fk_feeds_provider_id_customer_id FOREIGN KEY(provider_id, customer_id) REFERENCES customers (provider_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_feeds_provider_id_created_by FOREIGN KEY(provider_id, created_by) REFERENCES accounts (provider_id, id) ON DELETE CASCADE, 
	CONSTRAINT uq_feeds_provider_id_secret_hash UNIQUE (provider_id, secret_hash)
);
CREATE TABLE groups (
	provider_id BIGINT NOT NULL, 
	id TEXT NOT NULL, 
	customer_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	description TEXT NOT NULL, 
	email TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT, 
	CONSTRAINT pk_groups PRIMARY KEY (provider_id, id), 
	CONSTRAINT fk_groups_provider_id_customer_id FOREIGN KEY(provider_id, customer_id) REFERENCES customers (provider_id, id) ON DELETE CASCADE, 
	CONSTRAINT uq_groups_provider_id_customer_id_name_key UNIQUE (provider_id, customer_id, name_key)
);
INSERT INTO "groups" VALUES(1,'e6df057a-79a4-40fc-a91e-9ec4d29066b2',1,'Network crew','network crew','','',1776254400,NULL);
INSERT INTO "groups" VALUES(1,'4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f',1,'Night crew','night crew','','',1776254400,NULL);
INSERT INTO "groups" VALUES(1,'39e0230f-4603-4219-bf2d-616dd6caf820',5,'Yard crew','yard crew','','',1776254400,NULL);
CREATE TABLE idempotency_keys (
	provider_id BIGINT NOT NULL, 
	account_id BIGINT NOT NULL, 
	"key" TEXT NOT NULL, 
	fingerprint TEXT NOT NULL, 
	status INTEGER NOT NULL, 
	headers TEXT NOT NULL, 
	body TEXT, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_idempotency_keys PRIMARY KEY (provider_id, account_id, "key"), 
	CONSTRAINT fk_idempotency_keys_provider_id_account_id FOREIGN KEY(provider_id, account_id) REFERENCES accounts (provider_id, id) ON DELETE CASCADE
);
CREATE TABLE layer_contacts (
	provider_id BIGINT NOT NULL, 
	contact_id BIGINT NOT NULL, 
	tier_id BIGINT NOT NULL, 
	ends_at BIGINT, 
	CONSTRAINT pk_layer_contacts PRIMARY KEY (provider_id, contact_id, tier_id), 
	CONSTRAINT fk_layer_contacts_provider_id_contact_id FOREIGN KEY(provider_id, contact_id) REFERENCES contacts (provider_id, id), 
	CONSTRAINT fk_layer_contacts_provider_id_tier_id FOREIGN KEY(provider_id, tier_id) REFERENCES tiers (provider_id, id) ON DELETE CASCADE
);
INSERT INTO "layer_contacts" VALUES(1,1,1,NULL);
INSERT INTO "layer_contacts" VALUES(1,2,1,NULL);
INSERT INTO "layer_contacts" VALUES(1,3,1,NULL);
INSERT INTO "layer_contacts" VALUES(1,4,1,NULL);
INSERT INTO "layer_contacts" VALUES(1,6,1,NULL);
INSERT INTO "layer_contacts" VALUES(1,8,1,NULL);
INSERT INTO "layer_contacts" VALUES(1,9,1,NULL);
INSERT INTO "layer_contacts" VALUES(1,4,2,NULL);
INSERT INTO "layer_contacts" VALUES(1,5,2,NULL);
INSERT INTO "layer_contacts" VALUES(1,7,2,NULL);
INSERT INTO "layer_contacts" VALUES(1,5,3,NULL);
INSERT INTO "layer_contacts" VALUES(1,9,3,NULL);
INSERT INTO "layer_contacts" VALUES(1,6,4,NULL);
INSERT INTO "layer_contacts" VALUES(1,7,4,NULL);
INSERT INTO "layer_contacts" VALUES(1,10,4,NULL);
INSERT INTO "layer_contacts" VALUES(1,11,4,NULL);
INSERT INTO "layer_contacts" VALUES(1,12,4,NULL);
INSERT INTO "layer_contacts" VALUES(1,13,4,NULL);
INSERT INTO "layer_contacts" VALUES(1,14,4,NULL);
INSERT INTO "layer_contacts" VALUES(1,10,5,NULL);
INSERT INTO "layer_contacts" VALUES(1,11,5,NULL);
INSERT INTO "layer_contacts" VALUES(1,13,5,NULL);
INSERT INTO "layer_contacts" VALUES(1,15,6,NULL);
INSERT INTO "layer_contacts" VALUES(1,16,6,NULL);
INSERT INTO "layer_contacts" VALUES(1,17,6,NULL);
INSERT INTO "layer_contacts" VALUES(1,15,7,NULL);
INSERT INTO "layer_contacts" VALUES(1,17,7,NULL);
INSERT INTO "layer_contacts" VALUES(1,18,8,NULL);
INSERT INTO "layer_contacts" VALUES(1,19,8,NULL);
INSERT INTO "layer_contacts" VALUES(1,20,8,NULL);
INSERT INTO "layer_contacts" VALUES(1,19,9,NULL);
INSERT INTO "layer_contacts" VALUES(1,20,9,NULL);
INSERT INTO "layer_contacts" VALUES(1,21,10,NULL);
INSERT INTO "layer_contacts" VALUES(1,22,10,NULL);
INSERT INTO "layer_contacts" VALUES(1,23,10,NULL);
INSERT INTO "layer_contacts" VALUES(1,2,11,NULL);
INSERT INTO "layer_contacts" VALUES(1,5,11,NULL);
INSERT INTO "layer_contacts" VALUES(1,1,12,NULL);
INSERT INTO "layer_contacts" VALUES(1,5,12,NULL);
INSERT INTO "layer_contacts" VALUES(1,6,12,NULL);
CREATE TABLE memberships (
	provider_id BIGINT NOT NULL, 
	group_id TEXT NOT NULL, 
	contact_id BIGINT NOT NULL, 
	joined_at BIGINT NOT NULL, 
	left_at BIGINT, 
	CONSTRAINT pk_memberships PRIMARY KEY (provider_id, group_id, contact_id, joined_at), 
	CONSTRAINT fk_memberships_provider_id_contact_id FOREIGN KEY(provider_id, contact_id) REFERENCES contacts (provider_id, id) ON DELETE CASCADE
);
INSERT INTO "memberships" VALUES(1,'e6df057a-79a4-40fc-a91e-9ec4d29066b2',1,1776254400,NULL);
INSERT INTO "memberships" VALUES(1,'e6df057a-79a4-40fc-a91e-9ec4d29066b2',2,1776254400,NULL);
INSERT INTO "memberships" VALUES(1,'e6df057a-79a4-40fc-a91e-9ec4d29066b2',3,1776254400,NULL);
INSERT INTO "memberships" VALUES(1,'4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f',4,1776254400,NULL);
INSERT INTO "memberships" VALUES(1,'4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f',5,1776254400,NULL);
INSERT INTO "memberships" VALUES(1,'4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f',7,1776254400,NULL);
INSERT INTO "memberships" VALUES(1,'39e0230f-4603-4219-bf2d-616dd6caf820',18,1776254400,NULL);
INSERT INTO "memberships" VALUES(1,'39e0230f-4603-4219-bf2d-616dd6caf820',20,1776254400,NULL);
CREATE TABLE oauth_clients (
	provider_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	account_id BIGINT NOT NULL, 
	client_key TEXT NOT NULL, 
	name TEXT NOT NULL, 
	secret_hash TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	revoked_at BIGINT, 
	CONSTRAINT pk_oauth_clients PRIMARY KEY (provider_id, id), 
	CONSTRAINT fk_oauth_clients_provider_id_account_id FOREIGN KEY(provider_id, account_id) REFERENCES accounts (provider_id, id) ON DELETE CASCADE, 
	CONSTRAINT uq_oauth_clients_provider_id_client_key UNIQUE (provider_id, client_key)
);
CREATE TABLE overrides (
	provider_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	tier_id BIGINT NOT NULL, 
	contact_id BIGINT NOT NULL, 
	start_at BIGINT NOT NULL, 
	end_at BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	CONSTRAINT pk_overrides PRIMARY KEY (provider_id, id), 
	CONSTRAINT ck_overrides_ck_overrides_ends_after_start CHECK (start_at < end_at), 
	CONSTRAINT fk_overrides_provider_id_contact_id FOREIGN KEY(provider_id, contact_id) REFERENCES contacts (provider_id, id), 
	CONSTRAINT fk_overrides_provider_id_created_by FOREIGN KEY(provider_id, created_by) REFERENCES accounts (provider_id, id), 
	CONSTRAINT fk_overrides_provider_id_tier_id FOREIGN KEY(provider_id, tier_id) REFERENCES tiers (provider_id, id) ON DELETE CASCADE
);
INSERT INTO "overrides" VALUES(1,1,1,7,1794848400,1794898800,1794762000,1);
INSERT INTO "overrides" VALUES(1,2,1,4,1795712400,1795762800,1795521600,1);
INSERT INTO "overrides" VALUES(1,3,1,1,1796022000,1796058000,1795521600,1);
INSERT INTO "overrides" VALUES(1,4,1,3,1796598000,1796770800,1795521600,1);
INSERT INTO "overrides" VALUES(1,5,2,6,1795852800,1795939200,1795521600,1);
INSERT INTO "overrides" VALUES(1,6,4,12,1795795200,1795824000,1795521600,1);
INSERT INTO "overrides" VALUES(1,7,7,16,1795658400,1795701600,1795521600,1);
CREATE TABLE providers (
	id BIGINT NOT NULL, 
	CONSTRAINT pk_providers PRIMARY KEY (id)
);
INSERT INTO "providers" VALUES(1);
CREATE TABLE revisions (
	provider_id BIGINT NOT NULL, 
	tier_id BIGINT NOT NULL, 
	number INTEGER NOT NULL, 
	counts_from BIGINT, 
	saved_at BIGINT NOT NULL, 
	saved_by BIGINT NOT NULL, 
	layers TEXT NOT NULL, 
	CONSTRAINT pk_revisions PRIMARY KEY (provider_id, tier_id, number), 
	CONSTRAINT fk_revisions_provider_id_saved_by FOREIGN KEY(provider_id, saved_by) REFERENCES accounts (provider_id, id), 
	CONSTRAINT fk_revisions_provider_id_tier_id FOREIGN KEY(provider_id, tier_id) REFERENCES tiers (provider_id, id) ON DELETE CASCADE
);
INSERT INTO "revisions" VALUES(1,1,1,NULL,1779602400,1,'[{"start":1779688800,"rotation":"{\"type\":\"weekly\"}","restrictions":"null","contacts":[1,2,3,6],"index":0,"tz":"Europe/Berlin","end":null},{"start":1779688800,"rotation":"{\"type\":\"daily\",\"turns\":\"open\"}","restrictions":"[{\"type\":\"days\",\"days\":[\"monday\",\"tuesday\",\"wednesday\",\"thursday\",\"friday\"],\"start\":\"08:00\",\"end\":\"18:00\"}]","contacts":[8,9],"index":1,"tz":"Europe/Berlin","end":null}]');
INSERT INTO "revisions" VALUES(1,1,2,1791979200,1791979200,1,'[{"start":1779688800,"rotation":"{\"type\":\"weekly\"}","restrictions":"null","contacts":[1,2,3,6,4],"index":0,"tz":"Europe/Berlin","end":null},{"start":1779688800,"rotation":"{\"type\":\"daily\",\"turns\":\"open\"}","restrictions":"[{\"type\":\"days\",\"days\":[\"monday\",\"tuesday\",\"wednesday\",\"thursday\",\"friday\"],\"start\":\"08:00\",\"end\":\"18:00\"}]","contacts":[8,9],"index":1,"tz":"Europe/Berlin","end":null}]');
INSERT INTO "revisions" VALUES(1,2,1,NULL,1779606000,1,'[{"start":1779692400,"rotation":"{\"type\":\"weekly\"}","restrictions":"null","contacts":[5,4,7],"index":0,"tz":"Europe/Berlin","end":null}]');
INSERT INTO "revisions" VALUES(1,3,1,NULL,1779606000,1,'[{"start":1779692400,"rotation":"{\"type\":\"monthly\",\"interval\":1}","restrictions":"null","contacts":[9,5],"index":0,"tz":"Europe/Berlin","end":null}]');
INSERT INTO "revisions" VALUES(1,4,1,NULL,1783202400,1,'[{"start":1783288800,"rotation":"{\"type\":\"weekly\"}","restrictions":"[{\"type\":\"daily\",\"start\":\"08:00\",\"end\":\"18:00\"}]","contacts":[13,14],"index":0,"tz":"Australia/Sydney","end":null},{"start":1783317600,"rotation":"{\"type\":\"weekly\"}","restrictions":"[{\"type\":\"daily\",\"start\":\"07:00\",\"end\":\"17:00\"}]","contacts":[10,6,7],"index":1,"tz":"Europe/London","end":null},{"start":1783350000,"rotation":"{\"type\":\"weekly\"}","restrictions":"[{\"type\":\"daily\",\"start\":\"08:00\",\"end\":\"16:00\"}]","contacts":[11,12],"index":2,"tz":"America/Los_Angeles","end":null}]');
INSERT INTO "revisions" VALUES(1,5,1,NULL,1783238400,1,'[{"start":1783324800,"rotation":"{\"type\":\"custom\",\"unit\":\"days\",\"lengths\":[5,2]}","restrictions":"null","contacts":[10,11,13],"index":0,"tz":"Europe/London","end":null}]');
INSERT INTO "revisions" VALUES(1,6,1,NULL,1785675600,1,'[{"start":1785762000,"rotation":"{\"type\":\"daily\",\"turns\":\"open\"}","restrictions":"[{\"type\":\"days\",\"days\":[\"monday\",\"tuesday\",\"wednesday\",\"thursday\",\"friday\"],\"start\":\"06:00\",\"end\":\"18:00\"}]","contacts":[15,16,17],"index":0,"tz":"America/Los_Angeles","end":null}]');
INSERT INTO "revisions" VALUES(1,7,1,NULL,1785675600,1,'[{"start":1785762000,"rotation":"{\"type\":\"hourly\",\"interval\":12}","restrictions":"null","contacts":[17,15],"index":0,"tz":"America/Los_Angeles","end":null}]');
INSERT INTO "revisions" VALUES(1,8,1,NULL,1777158000,1,'[{"start":1777244400,"rotation":"{\"type\":\"daily\"}","restrictions":"null","contacts":[18,19],"index":0,"tz":"Australia/Sydney","end":null},{"start":1777618800,"rotation":"{\"type\":\"weekly\"}","restrictions":"[{\"type\":\"weekly\",\"start_day\":\"friday\",\"start\":\"17:00\",\"end_day\":\"monday\",\"end\":\"09:00\"}]","contacts":[20,18,19],"index":1,"tz":"Australia/Sydney","end":null}]');
INSERT INTO "revisions" VALUES(1,8,2,1793793600,1793793600,1,'[{"start":1777244400,"rotation":"{\"type\":\"daily\"}","restrictions":"null","contacts":[18,19,20],"index":0,"tz":"Australia/Sydney","end":null},{"start":1777618800,"rotation":"{\"type\":\"weekly\"}","restrictions":"[{\"type\":\"weekly\",\"start_day\":\"friday\",\"start\":\"17:00\",\"end_day\":\"monday\",\"end\":\"09:00\"}]","contacts":[20,18,19],"index":1,"tz":"Australia/Sydney","end":null}]');
INSERT INTO "revisions" VALUES(1,9,1,NULL,1777341600,1,'[{"start":1777428000,"rotation":"{\"type\":\"weekly\"}","restrictions":"null","contacts":[19,20],"index":0,"tz":"Australia/Sydney","end":null}]');
INSERT INTO "revisions" VALUES(1,10,1,NULL,1788049800,1,'[{"start":1788136200,"rotation":"{\"type\":\"daily\",\"interval\":2}","restrictions":"null","contacts":[23,21],"index":0,"tz":"Asia/Kolkata","end":null},{"start":1788136200,"rotation":"{\"type\":\"weekly\"}","restrictions":"[{\"type\":\"daily\",\"start\":\"06:00\",\"end\":\"14:00\"}]","contacts":[21,22],"index":1,"tz":"Asia/Kolkata","end":null},{"start":1788165000,"rotation":"{\"type\":\"weekly\"}","restrictions":"[{\"type\":\"daily\",\"start\":\"14:00\",\"end\":\"22:00\"}]","contacts":[22,23],"index":2,"tz":"Asia/Kolkata","end":null}]');
INSERT INTO "revisions" VALUES(1,11,1,NULL,1788073200,1,'[{"start":1788159600,"rotation":"{\"type\":\"weekly\"}","restrictions":"null","contacts":[2,5],"index":0,"tz":"Europe/Berlin","end":null}]');
INSERT INTO "revisions" VALUES(1,12,1,NULL,1795521600,1,'[{"start":1796025600,"rotation":"{\"type\":\"weekly\"}","restrictions":"null","contacts":[5,1,6],"index":0,"tz":"Europe/Berlin","end":null}]');
CREATE TABLE roster_contacts (
	provider_id BIGINT NOT NULL, 
	contact_id BIGINT NOT NULL, 
	roster_id TEXT NOT NULL, 
	CONSTRAINT pk_roster_contacts PRIMARY KEY (provider_id, contact_id, roster_id), 
	CONSTRAINT fk_roster_contacts_provider_id_contact_id FOREIGN KEY(provider_id, contact_id) REFERENCES contacts (provider_id, id), 
	CONSTRAINT fk_roster_contacts_provider_id_roster_id FOREIGN KEY(provider_id, roster_id) REFERENCES rosters (provider_id, id) ON DELETE CASCADE
);
INSERT INTO "roster_contacts" VALUES(1,6,'ES-c7fca9c2-3b88-4112-95bc-b2281b319efc');
INSERT INTO "roster_contacts" VALUES(1,8,'ES-40fbb97f-1912-45d8-88e6-10874eae231c');
INSERT INTO "roster_contacts" VALUES(1,9,'ES-40fbb97f-1912-45d8-88e6-10874eae231c');
INSERT INTO "roster_contacts" VALUES(1,15,'ES-476d5529-e202-4202-898d-92ad6f8b9d08');
INSERT INTO "roster_contacts" VALUES(1,16,'ES-476d5529-e202-4202-898d-92ad6f8b9d08');
INSERT INTO "roster_contacts" VALUES(1,17,'ES-476d5529-e202-4202-898d-92ad6f8b9d08');
INSERT INTO "roster_contacts" VALUES(1,21,'ES-5dc18048-9349-4379-afb1-ba0e8b2cd1f3');
INSERT INTO "roster_contacts" VALUES(1,22,'ES-5dc18048-9349-4379-afb1-ba0e8b2cd1f3');
INSERT INTO "roster_contacts" VALUES(1,23,'ES-5dc18048-9349-4379-afb1-ba0e8b2cd1f3');
CREATE TABLE roster_crews (
	provider_id BIGINT NOT NULL, 
	group_id TEXT NOT NULL, 
	roster_id TEXT NOT NULL, 
	CONSTRAINT pk_roster_crews PRIMARY KEY (provider_id, group_id, roster_id), 
	CONSTRAINT fk_roster_crews_provider_id_roster_id FOREIGN KEY(provider_id, roster_id) REFERENCES rosters (provider_id, id) ON DELETE CASCADE
);
INSERT INTO "roster_crews" VALUES(1,'4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f','ES-c7fca9c2-3b88-4112-95bc-b2281b319efc');
INSERT INTO "roster_crews" VALUES(1,'e6df057a-79a4-40fc-a91e-9ec4d29066b2','ES-c7fca9c2-3b88-4112-95bc-b2281b319efc');
INSERT INTO "roster_crews" VALUES(1,'39e0230f-4603-4219-bf2d-616dd6caf820','ES-1ad6af89-c3f6-4b94-acd0-bd54b846b387');
CREATE TABLE roster_groups (
	provider_id BIGINT NOT NULL, 
	group_id TEXT NOT NULL, 
	roster_id TEXT NOT NULL, 
	CONSTRAINT pk_roster_groups PRIMARY KEY (provider_id, group_id, roster_id), 
	CONSTRAINT fk_roster_groups_provider_id_group_id FOREIGN KEY(provider_id, group_id) REFERENCES groups (provider_id, id), 
	CONSTRAINT fk_roster_groups_provider_id_roster_id FOREIGN KEY(provider_id, roster_id) REFERENCES rosters (provider_id, id) ON DELETE CASCADE
);
INSERT INTO "roster_groups" VALUES(1,'4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f','ES-c7fca9c2-3b88-4112-95bc-b2281b319efc');
INSERT INTO "roster_groups" VALUES(1,'e6df057a-79a4-40fc-a91e-9ec4d29066b2','ES-c7fca9c2-3b88-4112-95bc-b2281b319efc');
INSERT INTO "roster_groups" VALUES(1,'39e0230f-4603-4219-bf2d-616dd6caf820','ES-1ad6af89-c3f6-4b94-acd0-bd54b846b387');
CREATE TABLE roster_people (
	provider_id BIGINT NOT NULL, 
	contact_id BIGINT NOT NULL, 
	roster_id TEXT NOT NULL, 
	CONSTRAINT pk_roster_people PRIMARY KEY (provider_id, contact_id, roster_id), 
	CONSTRAINT fk_roster_people_provider_id_roster_id FOREIGN KEY(provider_id, roster_id) REFERENCES rosters (provider_id, id) ON DELETE CASCADE
);
INSERT INTO "roster_people" VALUES(1,6,'ES-c7fca9c2-3b88-4112-95bc-b2281b319efc');
INSERT INTO "roster_people" VALUES(1,8,'ES-40fbb97f-1912-45d8-88e6-10874eae231c');
INSERT INTO "roster_people" VALUES(1,9,'ES-40fbb97f-1912-45d8-88e6-10874eae231c');
INSERT INTO "roster_people" VALUES(1,15,'ES-476d5529-e202-4202-898d-92ad6f8b9d08');
INSERT INTO "roster_people" VALUES(1,16,'ES-476d5529-e202-4202-898d-92ad6f8b9d08');
INSERT INTO "roster_people" VALUES(1,17,'ES-476d5529-e202-4202-898d-92ad6f8b9d08');
INSERT INTO "roster_people" VALUES(1,21,'ES-5dc18048-9349-4379-afb1-ba0e8b2cd1f3');
INSERT INTO "roster_people" VALUES(1,22,'ES-5dc18048-9349-4379-afb1-ba0e8b2cd1f3');
INSERT INTO "roster_people" VALUES(1,23,'ES-5dc18048-9349-4379-afb1-ba0e8b2cd1f3');
CREATE TABLE roster_revisions (
	provider_id BIGINT NOT NULL, 
	roster_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	counts_from BIGINT, 
	saved_at BIGINT NOT NULL, 
	saved_by BIGINT NOT NULL, 
	tz TEXT NOT NULL, 
	shifts TEXT NOT NULL, 
	CONSTRAINT pk_roster_revisions PRIMARY KEY (provider_id, roster_id, number), 
	CONSTRAINT fk_roster_revisions_provider_id_roster_id FOREIGN KEY(provider_id, roster_id) REFERENCES rosters (provider_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_roster_revisions_provider_id_saved_by FOREIGN KEY(provider_id, saved_by) REFERENCES accounts (provider_id, id)
);
INSERT INTO "roster_revisions" VALUES(1,'ES-c7fca9c2-3b88-4112-95bc-b2281b319efc',1,NULL,1783288800,1,'Europe/Berlin','[{"id":"ESD-f1c79853-9ac2-4ad1-8ff3-32e85eb47495","name":"Early","schedule":{"type":"Recurring","anchor_on":739803,"start_time":21600,"end_time":50400,"pattern":{"type":"Daily","every":1},"ends":{"type":"Never"}},"anchor_at":1783288800,"contacts":[],"groups":["e6df057a-79a4-40fc-a91e-9ec4d29066b2"]},{"id":"ESD-ca7cb693-b26b-4f92-8099-6fb2660e0304","name":"Late","schedule":{"type":"Recurring","anchor_on":739803,"start_time":50400,"end_time":79200,"pattern":{"type":"Daily","every":1},"ends":{"type":"Never"}},"anchor_at":1783288800,"contacts":[6],"groups":["e6df057a-79a4-40fc-a91e-9ec4d29066b2"]},{"id":"ESD-a2c0dfd5-cdf3-443b-9a0a-1b3dd2aa7a84","name":"Night","schedule":{"type":"Recurring","anchor_on":739803,"start_time":79200,"end_time":21600,"pattern":{"type":"Daily","every":1},"ends":{"type":"Never"}},"anchor_at":1783288800,"contacts":[],"groups":["4f516c4a-5652-4b95-8aff-1b1cb2d9ac0f"]}]');
INSERT INTO "roster_revisions" VALUES(1,'ES-40fbb97f-1912-45d8-88e6-10874eae231c',1,NULL,1779660000,1,'Europe/Berlin','[{"id":"ESD-32d312d3-f82d-426f-8faf-9cdbcd03a597","name":"Ward rounds","schedule":{"type":"Recurring","anchor_on":739761,"start_time":28800,"end_time":61200,"pattern":{"type":"Weekly","every":1,"days":[0,2,4]},"ends":{"type":"Never"}},"anchor_at":1779660000,"contacts":[8],"groups":[]},{"id":"ESD-b93c3aa8-4d64-41b1-af41-6dd25840b78d","name":"Quiet days","schedule":{"type":"Recurring","anchor_on":739762,"start_time":28800,"end_time":61200,"pattern":{"type":"Weekly","every":1,"days":[1,3]},"ends":{"type":"Never"}},"anchor_at":1779746400,"contacts":[9],"groups":[]},{"id":"ESD-38ff1f25-727a-4193-97bf-04eb24ad698f","name":"Patch night","schedule":{"type":"Recurring","anchor_on":739761,"start_time":72000,"end_time":7200,"pattern":{"type":"MonthlyByWeekday","every":1,"week_index":-1,"weekday":4},"ends":{"type":"Never"}},"anchor_at":1779660000,"contacts":[8,9],"groups":[]},{"id":"ESD-1f259546-4e56-4151-ace8-9b025781bbf5","name":"Moving the archive","schedule":{"type":"OneTime","start":1795766400,"end":1795874400},"anchor_at":null,"contacts":[9],"groups":[]}]');
INSERT INTO "roster_revisions" VALUES(1,'ES-476d5529-e202-4202-898d-92ad6f8b9d08',1,NULL,1785740400,1,'America/Los_Angeles','[{"id":"ESD-f631a87a-6aa4-44e6-ab2f-811588535d66","name":"Count","schedule":{"type":"Recurring","anchor_on":739831,"start_time":18000,"end_time":46800,"pattern":{"type":"MonthlyByDay","every":1,"day":31},"ends":{"type":"Never"}},"anchor_at":1785740400,"contacts":[15,16],"groups":[]},{"id":"ESD-7b6ec7a3-db2f-4a7b-9fd0-a5579151e053","name":"Founding day","schedule":{"type":"Recurring","anchor_on":739833,"start_time":0,"end_time":0,"pattern":{"type":"Yearly","every":1},"ends":{"type":"Never"}},"anchor_at":1785913200,"contacts":[17],"groups":[]}]');
INSERT INTO "roster_revisions" VALUES(1,'ES-1ad6af89-c3f6-4b94-acd0-bd54b846b387',1,NULL,1777644000,1,'Australia/Sydney','[{"id":"ESD-e172e000-5740-49aa-a64e-6cb3cba77500","name":"Yard","schedule":{"type":"Recurring","anchor_on":739738,"start_time":18000,"end_time":75600,"pattern":{"type":"Weekly","every":2,"days":[5,6]},"ends":{"type":"Never"}},"anchor_at":1777644000,"contacts":[],"groups":["39e0230f-4603-4219-bf2d-616dd6caf820"]}]');
INSERT INTO "roster_revisions" VALUES(1,'ES-5dc18048-9349-4379-afb1-ba0e8b2cd1f3',1,NULL,1794767400,1,'Asia/Kolkata','[{"id":"ESD-cd9da670-483a-4595-ab94-9d6127b03775","name":"Trial","schedule":{"type":"Recurring","anchor_on":739936,"start_time":75600,"end_time":10800,"pattern":{"type":"Daily","every":2},"ends":{"type":"Occurrences","count":20}},"anchor_at":1794767400,"contacts":[21,22],"groups":[]},{"id":"ESD-9ce3206c-711e-4c60-bf1b-8eb44100332c","name":"Handover","schedule":{"type":"Recurring","anchor_on":739940,"start_time":57600,"end_time":64800,"pattern":{"type":"Weekly","every":1,"days":[]},"ends":{"type":"Until","at":1800446400}},"anchor_at":1795113000,"contacts":[23],"groups":[]}]');
CREATE TABLE rosters (
	provider_id BIGINT NOT NULL, 
	id TEXT NOT NULL, 
	customer_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	description TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT, 
	CONSTRAINT pk_rosters PRIMARY KEY (provider_id, id), 
	CONSTRAINT fk_rosters_provider_id_customer_id FOREIGN KEY(provider_id, customer_id) REFERENCES customers (provider_id, id) ON DELETE CASCADE, 
	CONSTRAINT uq_rosters_provider_id_customer_id_name_key UNIQUE (provider_id, customer_id, name_key)
);
INSERT INTO "rosters" VALUES(1,'ES-c7fca9c2-3b88-4112-95bc-b2281b319efc',1,'Operations room','operations room','Who sits at the desk',1783288800,NULL);
INSERT INTO "rosters" VALUES(1,'ES-40fbb97f-1912-45d8-88e6-10874eae231c',2,'On site','on site','Who opens the door for the carrier''s engineers',1779660000,NULL);
INSERT INTO "rosters" VALUES(1,'ES-476d5529-e202-4202-898d-92ad6f8b9d08',4,'Stocktaking','stocktaking','',1785740400,NULL);
INSERT INTO "rosters" VALUES(1,'ES-1ad6af89-c3f6-4b94-acd0-bd54b846b387',5,'Yard at weekends','yard at weekends','Every second weekend; the other one belongs to the carrier',1777644000,NULL);
INSERT INTO "rosters" VALUES(1,'ES-5dc18048-9349-4379-afb1-ba0e8b2cd1f3',6,'Loom trial','loom trial','Twenty nights, then it is over',1794767400,NULL);
CREATE TABLE schedules (
	provider_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	customer_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	default_email TEXT, 
	default_phone TEXT, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	created_by BIGINT NOT NULL, 
	updated_by BIGINT NOT NULL, 
	CONSTRAINT pk_schedules PRIMARY KEY (provider_id, id), 
	CONSTRAINT fk_schedules_provider_id_created_by FOREIGN KEY(provider_id, created_by) REFERENCES accounts (provider_id, id), 
	CONSTRAINT fk_schedules_provider_id_customer_id FOREIGN KEY(provider_id, customer_id) REFERENCES customers (provider_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_schedules_provider_id_updated_by FOREIGN KEY(provider_id, updated_by) REFERENCES accounts (provider_id, id), 
	CONSTRAINT uq_schedules_provider_id_customer_id_name_key UNIQUE (provider_id, customer_id, name_key)
);
INSERT INTO "schedules" VALUES(1,1,2,'Clinic network','clinic network','it-duty@lindenhof.example','+49 30 23125 200',1779602400,1779602400,1,1);
INSERT INTO "schedules" VALUES(1,2,3,'Game platform, follow the sun','game platform, follow the sun','ops@larkspur.example','+44 20 7946 0300',1783202400,1783202400,1,1);
INSERT INTO "schedules" VALUES(1,3,4,'Warehouse systems','warehouse systems','dock@orchard.example','+1 206 555 0150',1785675600,1785675600,1,1);
INSERT INTO "schedules" VALUES(1,4,5,'Signalling desk','signalling desk','signals@tasman.example','+61 2 5550 0160',1777158000,1777158000,1,1);
INSERT INTO "schedules" VALUES(1,5,6,'Mill floor','mill floor','mill@sunder.example','+44 1632 960170',1788049800,1788049800,1,1);
INSERT INTO "schedules" VALUES(1,6,1,'Year-end change freeze','year-end change freeze','noc@northlight.example','+49 30 23125 100',1795521600,1795521600,1,1);
CREATE TABLE sequences (
	kind TEXT NOT NULL, 
	last BIGINT NOT NULL, 
	CONSTRAINT pk_sequences PRIMARY KEY (kind)
);
INSERT INTO "sequences" VALUES('customer',6);
INSERT INTO "sequences" VALUES('contact',23);
INSERT INTO "sequences" VALUES('account',2);
INSERT INTO "sequences" VALUES('token',0);
INSERT INTO "sequences" VALUES('client',0);
INSERT INTO "sequences" VALUES('schedule',6);
INSERT INTO "sequences" VALUES('tier',12);
INSERT INTO "sequences" VALUES('override',7);
INSERT INTO "sequences" VALUES('feed',0);
INSERT INTO "sequences" VALUES('audit',88);
CREATE TABLE sign_ins (
	name_key TEXT NOT NULL, 
	provider_id BIGINT NOT NULL, 
	account_id BIGINT NOT NULL, 
	client_id BIGINT, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (name_key), 
	CONSTRAINT fk_sign_ins_provider_id_account_id FOREIGN KEY(provider_id, account_id) REFERENCES accounts (provider_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_sign_ins_provider_id_client_id FOREIGN KEY(provider_id, client_id) REFERENCES oauth_clients (provider_id, id) ON DELETE CASCADE
);
INSERT INTO "sign_ins" VALUES('demo',1,1,NULL);
INSERT INTO "sign_ins" VALUES('anna',1,2,NULL);
CREATE TABLE tier_people (
	provider_id BIGINT NOT NULL, 
	contact_id BIGINT NOT NULL, 
	tier_id BIGINT NOT NULL, 
	CONSTRAINT pk_tier_people PRIMARY KEY (provider_id, contact_id, tier_id), 
	CONSTRAINT fk_tier_people_provider_id_tier_id FOREIGN KEY(provider_id, tier_id) REFERENCES tiers (provider_id, id) ON DELETE CASCADE
);
INSERT INTO "tier_people" VALUES(1,1,1);
INSERT INTO "tier_people" VALUES(1,2,1);
INSERT INTO "tier_people" VALUES(1,3,1);
INSERT INTO "tier_people" VALUES(1,6,1);
INSERT INTO "tier_people" VALUES(1,8,1);
INSERT INTO "tier_people" VALUES(1,9,1);
INSERT INTO "tier_people" VALUES(1,4,1);
INSERT INTO "tier_people" VALUES(1,4,2);
INSERT INTO "tier_people" VALUES(1,5,2);
INSERT INTO "tier_people" VALUES(1,7,2);
INSERT INTO "tier_people" VALUES(1,5,3);
INSERT INTO "tier_people" VALUES(1,9,3);
INSERT INTO "tier_people" VALUES(1,6,4);
INSERT INTO "tier_people" VALUES(1,7,4);
INSERT INTO "tier_people" VALUES(1,10,4);
INSERT INTO "tier_people" VALUES(1,11,4);
INSERT INTO "tier_people" VALUES(1,12,4);
INSERT INTO "tier_people" VALUES(1,13,4);
INSERT INTO "tier_people" VALUES(1,14,4);
INSERT INTO "tier_people" VALUES(1,10,5);
INSERT INTO "tier_people" VALUES(1,11,5);
INSERT INTO "tier_people" VALUES(1,13,5);
INSERT INTO "tier_people" VALUES(1,15,6);
INSERT INTO "tier_people" VALUES(1,16,6);
INSERT INTO "tier_people" VALUES(1,17,6);
INSERT INTO "tier_people" VALUES(1,15,7);
INSERT INTO "tier_people" VALUES(1,17,7);
INSERT INTO "tier_people" VALUES(1,18,8);
INSERT INTO "tier_people" VALUES(1,19,8);
INSERT INTO "tier_people" VALUES(1,20,8);
INSERT INTO "tier_people" VALUES(1,19,9);
INSERT INTO "tier_people" VALUES(1,20,9);
INSERT INTO "tier_people" VALUES(1,21,10);
INSERT INTO "tier_people" VALUES(1,22,10);
INSERT INTO "tier_people" VALUES(1,23,10);
INSERT INTO "tier_people" VALUES(1,2,11);
INSERT INTO "tier_people" VALUES(1,5,11);
INSERT INTO "tier_people" VALUES(1,1,12);
INSERT INTO "tier_people" VALUES(1,5,12);
INSERT INTO "tier_people" VALUES(1,6,12);
CREATE TABLE tiers (
	provider_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	schedule_id BIGINT NOT NULL, 
	number INTEGER NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	CONSTRAINT pk_tiers PRIMARY KEY (provider_id, id), 
	CONSTRAINT fk_tiers_provider_id_schedule_id FOREIGN KEY(provider_id, schedule_id) REFERENCES schedules (provider_id, id) ON DELETE CASCADE, 
	CONSTRAINT uq_tiers_provider_id_schedule_id_number UNIQUE (provider_id, schedule_id, number)
);
INSERT INTO "tiers" VALUES(1,1,1,1,1,1779602400,1791979200);
INSERT INTO "tiers" VALUES(1,2,1,2,1,1779606000,1779606000);
INSERT INTO "tiers" VALUES(1,3,1,3,1,1779606000,1779606000);
INSERT INTO "tiers" VALUES(1,4,2,1,1,1783202400,1783202400);
INSERT INTO "tiers" VALUES(1,5,2,2,1,1783238400,1783238400);
INSERT INTO "tiers" VALUES(1,6,3,1,1,1785675600,1785675600);
INSERT INTO "tiers" VALUES(1,7,3,2,1,1785675600,1785675600);
INSERT INTO "tiers" VALUES(1,8,4,1,1,1777158000,1793793600);
INSERT INTO "tiers" VALUES(1,9,4,2,1,1777341600,1777341600);
INSERT INTO "tiers" VALUES(1,10,5,1,1,1788049800,1788049800);
INSERT INTO "tiers" VALUES(1,11,5,2,1,1788073200,1788073200);
INSERT INTO "tiers" VALUES(1,12,6,1,1,1795521600,1795521600);
CREATE TABLE tokens (
	provider_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	account_id BIGINT NOT NULL, 
	customer_id BIGINT NOT NULL, 
	role INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	token_hash TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT, 
	last_used_at BIGINT, 
	revoked_at BIGINT, 
	CONSTRAINT pk_tokens PRIMARY KEY (provider_id, id), 
	CONSTRAINT fk_tokens_provider_id_account_id FOREIGN KEY(provider_id, account_id) REFERENCES accounts (provider_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_tokens_provider_id_customer_id FOREIGN KEY(provider_id, customer_id) REFERENCES customers (provider_id, id) ON DELETE CASCADE, 
	CONSTRAINT uq_tokens_provider_id_token_hash UNIQUE (provider_id, token_hash)
);
CREATE TABLE versions (
	provider_id BIGINT NOT NULL, 
	version BIGINT NOT NULL, 
	CONSTRAINT pk_versions PRIMARY KEY (provider_id), 
	CONSTRAINT fk_versions_provider_id FOREIGN KEY(provider_id) REFERENCES providers (id) ON DELETE CASCADE
);
INSERT INTO "versions" VALUES(1,2);
CREATE INDEX ix_contacts_provider_id_customer_id ON contacts (provider_id, customer_id);
CREATE INDEX ix_accounts_provider_id_customer_id ON accounts (provider_id, customer_id);
CREATE INDEX ix_memberships_provider_id_contact_id ON memberships (provider_id, contact_id);
CREATE INDEX ix_roster_contacts_provider_id_roster_id ON roster_contacts (provider_id, roster_id);
CREATE INDEX ix_roster_groups_provider_id_roster_id ON roster_groups (provider_id, roster_id);
CREATE INDEX ix_oauth_clients_provider_id_account_id ON oauth_clients (provider_id, account_id);
CREATE INDEX ix_tokens_provider_id_account_id ON tokens (provider_id, account_id);
CREATE INDEX ix_sign_ins_provider_id_account_id ON sign_ins (provider_id, account_id);
CREATE INDEX ix_layer_contacts_provider_id_tier_id ON layer_contacts (provider_id, tier_id);
CREATE INDEX ix_overrides_provider_id_contact_id_end_at ON overrides (provider_id, contact_id, end_at);
CREATE INDEX ix_overrides_provider_id_tier_id_end_at ON overrides (provider_id, tier_id, end_at);
CREATE TRIGGER overrides_never_overlap_on_insert BEFORE INSERT ON overrides
            WHEN NEW.start_at < NEW.end_at AND NEW.end_at > (
                SELECT start_at FROM overrides
                WHERE provider_id = NEW.provider_id AND tier_id = NEW.tier_id AND end_at > NEW.start_at
                    AND id <> NEW.id
                ORDER BY end_at LIMIT 1
            )
            BEGIN
                SELECT RAISE(ABORT, 'overrides_never_overlap');
            END;
CREATE TRIGGER overrides_never_overlap_on_update BEFORE UPDATE OF provider_id, tier_id, start_at, end_at ON overrides
            WHEN NEW.start_at < NEW.end_at AND NEW.end_at > (
                SELECT start_at FROM overrides
                WHERE provider_id = NEW.provider_id AND tier_id = NEW.tier_id AND end_at > NEW.start_at
                    AND id <> NEW.id
                ORDER BY end_at LIMIT 1
            )
            BEGIN
                SELECT RAISE(ABORT, 'overrides_never_overlap');
            END;
CREATE INDEX ix_tier_people_provider_id_tier_id ON tier_people (provider_id, tier_id);
CREATE INDEX ix_roster_people_provider_id_roster_id ON roster_people (provider_id, roster_id);
CREATE INDEX ix_roster_crews_provider_id_roster_id ON roster_crews (provider_id, roster_id);
CREATE INDEX ix_feeds_provider_id_created_by ON feeds (provider_id, created_by);
CREATE INDEX ix_audit_provider_id_at_id ON audit (provider_id, at, id);
CREATE INDEX ix_audit_provider_id_customer_id_at_id ON audit (provider_id, customer_id, at, id);
CREATE INDEX ix_audit_provider_id_account_id_at_id ON audit (provider_id, account_id, at, id);
CREATE INDEX ix_audit_provider_id_subject_id_at_id ON audit (provider_id, subject_id, at, id);
CREATE INDEX ix_idempotency_keys_provider_id_created_at ON idempotency_keys (provider_id, created_at);
COMMIT;
