"""The first schema.

Revision: 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
COUNTED = ("customer", "contact", "account", "token", "client", "schedule", "tier", "override")


def upgrade() -> None:
    _tables()
    if op.get_bind().dialect.name == "postgresql":
        _count_in_postgres()
        _no_overlaps_in_postgres()
    else:
        _count_in_sqlite()
        _no_overlaps_in_sqlite()


def _count_in_postgres() -> None:
    for kind in COUNTED:
        op.execute(sa.schema.CreateSequence(sa.Sequence(f"{kind}_ids")))


def _count_in_sqlite() -> None:
    counters = op.create_table(
        "sequences",
        sa.Column("kind", KEY, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_sequences"),
    )
    op.bulk_insert(counters, [{"kind": kind, "last": 0} for kind in COUNTED])


def _no_overlaps_in_postgres() -> None:
    # The lock makes writers of one tier take turns; in READ COMMITTED the question after it sees what the one before
    # committed. With an older view of the data the question would be worthless, so it is not asked there. None overlap,
    # so the first that ends after the start is the only one that could.
    op.execute("""
        CREATE FUNCTION overrides_never_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
                RAISE EXCEPTION 'overrides are written in READ COMMITTED only'
                    USING ERRCODE = 'invalid_transaction_state';
            END IF;
            PERFORM 1 FROM tiers WHERE provider_id = NEW.provider_id AND id = NEW.tier_id FOR UPDATE;
            IF NEW.start_at < NEW.end_at AND NEW.end_at > (
                SELECT start_at FROM overrides
                WHERE provider_id = NEW.provider_id AND tier_id = NEW.tier_id AND end_at > NEW.start_at
                    AND id <> NEW.id
                ORDER BY end_at LIMIT 1
            ) THEN
                RAISE EXCEPTION 'override % overlaps another one of tier %', NEW.id, NEW.tier_id
                    USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'overrides_never_overlap';
            END IF;
            RETURN NEW;
        END
        $$
    """)
    op.execute("""
        CREATE TRIGGER overrides_never_overlap
        BEFORE INSERT OR UPDATE OF provider_id, tier_id, start_at, end_at ON overrides
        FOR EACH ROW EXECUTE FUNCTION overrides_never_overlap()
    """)


def _no_overlaps_in_sqlite() -> None:
    for name, moment in (
        ("insert", "INSERT"),
        ("update", "UPDATE OF provider_id, tier_id, start_at, end_at"),
    ):
        op.execute(f"""
            CREATE TRIGGER overrides_never_overlap_on_{name} BEFORE {moment} ON overrides
            WHEN NEW.start_at < NEW.end_at AND NEW.end_at > (
                SELECT start_at FROM overrides
                WHERE provider_id = NEW.provider_id AND tier_id = NEW.tier_id AND end_at > NEW.start_at
                    AND id <> NEW.id
                ORDER BY end_at LIMIT 1
            )
            BEGIN
                SELECT RAISE(ABORT, 'overrides_never_overlap');
            END
        """)  # noqa: S608


def _tables() -> None:
    op.create_table(
        "providers",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_providers"),
    )
    op.create_table(
        "customers",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id", "parent_id"],
            ["customers.provider_id", "customers.id"],
            name="fk_customers_provider_id_parent_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_customers_provider_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("provider_id", "id", name="pk_customers"),
        sa.UniqueConstraint("provider_id", "parent_id", "name_key", name="uq_customers_provider_id_parent_id_name_key"),
    )
    op.create_table(
        "versions",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_versions_provider_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("provider_id", name="pk_versions"),
    )
    op.create_table(
        "contacts",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("login_name", sa.Text(), nullable=False),
        sa.Column("login_name_key", KEY, nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("first_name_key", KEY, nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("last_name_key", KEY, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", KEY, nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("mobile", sa.Text(), nullable=False),
        sa.Column("tz", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("search_key", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id", "customer_id"],
            ["customers.provider_id", "customers.id"],
            name="fk_contacts_provider_id_customer_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "id", name="pk_contacts"),
    )
    op.create_index("ix_contacts_provider_id_customer_id", "contacts", ["provider_id", "customer_id"])
    op.create_table(
        "groups",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id", "customer_id"],
            ["customers.provider_id", "customers.id"],
            name="fk_groups_provider_id_customer_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "id", name="pk_groups"),
        sa.UniqueConstraint(
            "provider_id", "customer_id", "name_key", name="uq_groups_provider_id_customer_id_name_key"
        ),
    )
    op.create_table(
        "rosters",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id", "customer_id"],
            ["customers.provider_id", "customers.id"],
            name="fk_rosters_provider_id_customer_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "id", name="pk_rosters"),
        sa.UniqueConstraint(
            "provider_id", "customer_id", "name_key", name="uq_rosters_provider_id_customer_id_name_key"
        ),
    )
    op.create_table(
        "accounts",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("username_key", KEY, nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id", "contact_id"],
            ["contacts.provider_id", "contacts.id"],
            name="fk_accounts_provider_id_contact_id",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "customer_id"],
            ["customers.provider_id", "customers.id"],
            name="fk_accounts_provider_id_customer_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "id", name="pk_accounts"),
        sa.UniqueConstraint("provider_id", "username_key", name="uq_accounts_provider_id_username_key"),
    )
    op.create_index("ix_accounts_provider_id_customer_id", "accounts", ["provider_id", "customer_id"])
    op.create_table(
        "memberships",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id", "contact_id"],
            ["contacts.provider_id", "contacts.id"],
            name="fk_memberships_provider_id_contact_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "group_id", "contact_id", "joined_at", name="pk_memberships"),
    )
    op.create_index("ix_memberships_provider_id_contact_id", "memberships", ["provider_id", "contact_id"])
    op.create_table(
        "roster_contacts",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("roster_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id", "contact_id"],
            ["contacts.provider_id", "contacts.id"],
            name="fk_roster_contacts_provider_id_contact_id",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "roster_id"],
            ["rosters.provider_id", "rosters.id"],
            name="fk_roster_contacts_provider_id_roster_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "contact_id", "roster_id", name="pk_roster_contacts"),
    )
    op.create_index("ix_roster_contacts_provider_id_roster_id", "roster_contacts", ["provider_id", "roster_id"])
    op.create_table(
        "roster_groups",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("roster_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id", "group_id"],
            ["groups.provider_id", "groups.id"],
            name="fk_roster_groups_provider_id_group_id",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "roster_id"],
            ["rosters.provider_id", "rosters.id"],
            name="fk_roster_groups_provider_id_roster_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "group_id", "roster_id", name="pk_roster_groups"),
    )
    op.create_index("ix_roster_groups_provider_id_roster_id", "roster_groups", ["provider_id", "roster_id"])
    op.create_table(
        "oauth_clients",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("client_key", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id", "account_id"],
            ["accounts.provider_id", "accounts.id"],
            name="fk_oauth_clients_provider_id_account_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "id", name="pk_oauth_clients"),
        sa.UniqueConstraint("provider_id", "client_key", name="uq_oauth_clients_provider_id_client_key"),
    )
    op.create_index("ix_oauth_clients_provider_id_account_id", "oauth_clients", ["provider_id", "account_id"])
    op.create_table(
        "roster_revisions",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("roster_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("counts_from", sa.BigInteger(), nullable=True),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("saved_by", sa.BigInteger(), nullable=False),
        sa.Column("tz", sa.Text(), nullable=False),
        sa.Column("shifts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id", "roster_id"],
            ["rosters.provider_id", "rosters.id"],
            name="fk_roster_revisions_provider_id_roster_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "saved_by"],
            ["accounts.provider_id", "accounts.id"],
            name="fk_roster_revisions_provider_id_saved_by",
        ),
        sa.PrimaryKeyConstraint("provider_id", "roster_id", "number", name="pk_roster_revisions"),
    )
    op.create_table(
        "schedules",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("default_email", sa.Text(), nullable=True),
        sa.Column("default_phone", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id", "created_by"],
            ["accounts.provider_id", "accounts.id"],
            name="fk_schedules_provider_id_created_by",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "customer_id"],
            ["customers.provider_id", "customers.id"],
            name="fk_schedules_provider_id_customer_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "updated_by"],
            ["accounts.provider_id", "accounts.id"],
            name="fk_schedules_provider_id_updated_by",
        ),
        sa.PrimaryKeyConstraint("provider_id", "id", name="pk_schedules"),
        sa.UniqueConstraint(
            "provider_id", "customer_id", "name_key", name="uq_schedules_provider_id_customer_id_name_key"
        ),
    )
    op.create_table(
        "tokens",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", KEY, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("last_used_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id", "account_id"],
            ["accounts.provider_id", "accounts.id"],
            name="fk_tokens_provider_id_account_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "customer_id"],
            ["customers.provider_id", "customers.id"],
            name="fk_tokens_provider_id_customer_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "id", name="pk_tokens"),
        sa.UniqueConstraint("provider_id", "token_hash", name="uq_tokens_provider_id_token_hash"),
    )
    op.create_index("ix_tokens_provider_id_account_id", "tokens", ["provider_id", "account_id"])
    op.create_table(
        "sign_ins",
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id", "account_id"],
            ["accounts.provider_id", "accounts.id"],
            name="fk_sign_ins_provider_id_account_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "client_id"],
            ["oauth_clients.provider_id", "oauth_clients.id"],
            name="fk_sign_ins_provider_id_client_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("name_key", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_provider_id_account_id", "sign_ins", ["provider_id", "account_id"])
    op.create_table(
        "tiers",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("schedule_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id", "schedule_id"],
            ["schedules.provider_id", "schedules.id"],
            name="fk_tiers_provider_id_schedule_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "id", name="pk_tiers"),
        sa.UniqueConstraint("provider_id", "schedule_id", "number", name="uq_tiers_provider_id_schedule_id_number"),
    )
    op.create_table(
        "layer_contacts",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("tier_id", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id", "contact_id"],
            ["contacts.provider_id", "contacts.id"],
            name="fk_layer_contacts_provider_id_contact_id",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "tier_id"],
            ["tiers.provider_id", "tiers.id"],
            name="fk_layer_contacts_provider_id_tier_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "contact_id", "tier_id", name="pk_layer_contacts"),
    )
    op.create_index("ix_layer_contacts_provider_id_tier_id", "layer_contacts", ["provider_id", "tier_id"])
    op.create_table(
        "overrides",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("tier_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("start_at", sa.BigInteger(), nullable=False),
        sa.Column("end_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("start_at < end_at", name="ck_overrides_ends_after_start"),
        sa.ForeignKeyConstraint(
            ["provider_id", "contact_id"],
            ["contacts.provider_id", "contacts.id"],
            name="fk_overrides_provider_id_contact_id",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "created_by"],
            ["accounts.provider_id", "accounts.id"],
            name="fk_overrides_provider_id_created_by",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "tier_id"],
            ["tiers.provider_id", "tiers.id"],
            name="fk_overrides_provider_id_tier_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "id", name="pk_overrides"),
    )
    op.create_index("ix_overrides_provider_id_contact_id_end_at", "overrides", ["provider_id", "contact_id", "end_at"])
    op.create_index("ix_overrides_provider_id_tier_id_end_at", "overrides", ["provider_id", "tier_id", "end_at"])
    op.create_table(
        "revisions",
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("tier_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("counts_from", sa.BigInteger(), nullable=True),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("saved_by", sa.BigInteger(), nullable=False),
        sa.Column("layers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id", "saved_by"],
            ["accounts.provider_id", "accounts.id"],
            name="fk_revisions_provider_id_saved_by",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "tier_id"],
            ["tiers.provider_id", "tiers.id"],
            name="fk_revisions_provider_id_tier_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "tier_id", "number", name="pk_revisions"),
    )
